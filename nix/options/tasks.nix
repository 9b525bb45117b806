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
        Tasks that deploy the host, in this order. Each is a built-in one (`check`, `deploy-flake`,
        `deploy-secrets`, `rebuild`) or one of `lollypops.extraTasks`; any other name is an error.
        `check-vars`, the former name of `check`, is accepted. Every task can also be run alone, whether it is in
        this list or not: `deploy-ahorn rebuild`.
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
        Tasks of your own, each of shell commands that run on the machine that deploys. One with the name of a
        built-in task replaces that. A task runs only if it is in `lollypops.tasks`, in the `deps` of one that
        runs, or named on the command line.

        In `dir` and `cmds`, and in the `desc`, these are replaced: `{{.HOSTNAME}}`, `{{.REMOTE_USER}}`,
        `{{.REMOTE_HOST}}`, `{{.REMOTE_COMMAND}}`, `{{.REMOTE_SSH_OPTS}}`, `{{.REMOTE_SUDO_COMMAND}}`,
        `{{.REMOTE_SUDO_OPTS}}`, `{{.REBUILD_ACTION}}`, `{{.REMOTE_CONFIG_DIR}}`, `{{.LOCAL_FLAKE_SOURCE}}`.
        Any other is an error.
      '';
    };
  };
}
