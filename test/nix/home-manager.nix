# The options of home-manager that lollypops looks at, in their place.
{ lib, pkgs, ... }:
let
  user =
    { name, ... }:
    {
      options.home.username = lib.mkOption {
        type = lib.types.str;
        default = name;
      };
      options.home.homeDirectory = lib.mkOption {
        type = lib.types.path;
        default = "/home/${name}";
      };
      config._module.args.pkgs = pkgs;
    };
in
{
  options.home-manager.users = lib.mkOption {
    type = lib.types.attrsOf (lib.types.submodule user);
    default = { };
  };
}
