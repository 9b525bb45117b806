# homeModules.default: secrets of home-manager users
{
  key = "lollypops#homeModules.default";
  _file = "lollypops.homeModules.default";
  _class = "homeManager";
  imports = [ ../options/secrets.nix ];
}
