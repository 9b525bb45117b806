{ lib, ... }:
let
  inherit (lib) mkOption types;
in
{
  options = {
    dir = mkOption {
      type = types.either types.path types.str;
      default = ".";
      example = "/home/me/infra";
      description = ''
        Folder on the deploying machine in which the commands run; a relative one is below the folder in which the
        script is started. A path that is not a string (`./tools`) is copied to the Nix store.
      '';
    };

    deps = mkOption {
      type = types.listOf types.nonEmptyStr;
      default = [ ];
      example = [ "deploy-flake" ];
      description = ''
        Tasks that run before this one, once in a run, however many need them. A circle is an error.
      '';
    };

    desc = mkOption {
      type = types.str;
      example = "Save the database";
      description = "What the task does, in one line: for `--list` and for the comment in the script.";
    };

    cmds = mkOption {
      type = types.listOf types.str;
      example = [ "nix run .#smoke-test" ];
      description = ''
        Shell commands (bash), in order; the first that fails ends the task. shellcheck reads them when the script is
        built, see `lollypops.shellcheck`.
      '';
    };
  };
}
