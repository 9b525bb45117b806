{ lib, ... }:
let
  inherit (lib) mkOption types;
in
{
  options.lollypops = {
    tasks = mkOption {
      type = types.listOf types.nonEmptyStr;
      default = [
        "check"
        "deploy-flake"
        "deploy-secrets"
        "rebuild"
      ];
      example = [
        "check"
        "deploy-secrets"
      ];
      description = ''
        Tasks that deploy the host, in this order: built-in ones (`check`, `deploy-flake`, `deploy-secrets`, `rebuild`)
        and those of `lollypops.extraTasks`; any other name is an error. `check-vars`, the former name of `check`, is
        accepted. Every task can also run alone: `deploy-ahorn rebuild`.
      '';
    };

    extraTasks = mkOption {
      type = types.attrsOf (types.submodule ./extra-task.nix);
      default = { };
      example.backup = {
        desc = "Save the database before anything changes";
        cmds = [ "ssh {{.REMOTE_HOST}} pg_dumpall > ahorn.sql" ];
      };
      description = ''
        Your own tasks: shell commands that run on your machine. A task with the name of a built-in one replaces it. A
        task runs if it is in `lollypops.tasks`, in the `deps` of a task that runs, or named on the command line.

        These are replaced in `dir`, `desc` and `cmds`: `{{.HOSTNAME}}`, `{{.REMOTE_USER}}`, `{{.REMOTE_HOST}}`,
        `{{.REMOTE_COMMAND}}`, `{{.REMOTE_SSH_OPTS}}`, `{{.REMOTE_SUDO_COMMAND}}`, `{{.REMOTE_SUDO_OPTS}}`,
        `{{.REBUILD_ACTION}}`, `{{.REMOTE_CONFIG_DIR}}`, `{{.LOCAL_FLAKE_SOURCE}}`. Any other variable is an error.
      '';
    };
  };
}
