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
        Folder on your machine in which the commands run. A relative path starts at the folder in which you run the
        script. A path that is not a string (`./tools`) is copied to the Nix store.
      '';
    };

    deps = mkOption {
      type = types.listOf types.nonEmptyStr;
      default = [ ];
      example = [ "deploy-flake" ];
      description = "Tasks that run before this one; each runs once, however many tasks need it. A cycle is an error.";
    };

    desc = mkOption {
      type = types.str;
      example = "Save the database";
      description = "What the task does, in one line, for `--list` and the comment in the script.";
    };

    cmds = mkOption {
      type = types.listOf types.str;
      example = [ "nix run .#smoke-test" ];
      description = ''
        Shell commands (bash) that run on your machine, in order; the first that fails ends the task. shellcheck reads
        them when the script is built, see `lollypops.shellcheck`.
      '';
    };
  };
}
