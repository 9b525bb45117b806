{
  config,
  lib,
  pkgs,
  ...
}:
let
  inherit (lib) mkOption types;
  programs = import ../ssh-programs.nix pkgs config;
in
{
  options.lollypops.deployment.ssh = {
    command = mkOption {
      type = types.nonEmptyStr;
      default = "ssh";
      example = "ssh -F ./ssh_config";
      description = ''
        The ssh client on your machine, by default the one in `PATH`. It is split at blanks; quote an argument that
        contains one. `LP_REMOTE_COMMAND` in the environment replaces it for one run.
      '';
    };

    user = mkOption {
      type = types.nullOr types.nonEmptyStr;
      default = null;
      example = "root";
      # In a string of somebody's own, null would only be "cannot coerce null to a string".
      apply =
        user:
        if user != null then
          user
        else
          {
            __toString =
              _:
              throw "lollypops.deployment.ssh.user of ${config.networking.hostName} is not set, so that ssh decides: set it, or write {{.REMOTE_USER}}@{{.REMOTE_HOST}} in cmds, or use ssh.host alone";
          };
      description = ''
        User to log in as. With `null`, ssh decides: by its configuration, or else the name of your local user. It is
        then an error to use this option in a string of your own. A user other than root needs `sudo.enable`.
        `LP_REMOTE_USER` in the environment replaces it for one run.
      '';
    };

    host = mkOption {
      type = types.nonEmptyStr;
      default = config.networking.hostName;
      defaultText = lib.literalExpression "config.networking.hostName";
      example = "ahorn.example.org";
      description = ''
        Name or address to connect to, or a `Host` of your ssh configuration. It is used for connections only: the name
        of the host is its attribute in `nixosConfigurations`. `LP_REMOTE_HOST` in the environment replaces it for one
        run.
      '';
    };

    opts = mkOption {
      type = types.listOf types.str;
      default = [ ];
      example = [
        "-p 2222"
        "-i ~/.ssh/deploy"
        "-A"
      ];
      description = ''
        Options for ssh in every connection of the script, including `nix copy` and rsync. `"-p 22"` and `"-p" "22"`
        mean the same, and the value of `-o` may contain blanks. `$NAME` and a leading `~/` are expanded when the
        script runs; nothing else is. For one run, options in `LP_REMOTE_SSH_OPTS` come before these and win.
      '';
    };

    login = mkOption {
      type = types.package;
      readOnly = true;
      default = programs.login;
      defaultText = lib.literalMD "package with `bin/lollypops-login`";
      description = ''
        Program that logs in to the host, with `ssh.command`, `ssh.opts`, `ssh.user` and `ssh.host`; its arguments
        become the command there. `--impure` is only needed where the host has another architecture.

        ```shell
        nix run .#nixosConfigurations.ahorn.config.lollypops.deployment.ssh.login
        nix run .#nixosConfigurations.ahorn.config.lollypops.deployment.ssh.login -- uptime
        ```
      '';
    };

    run = mkOption {
      type = types.package;
      readOnly = true;
      default = programs.run;
      defaultText = lib.literalMD "package with `bin/lollypops-run`";
      description = ''
        Like `ssh.login`, and runs the command by `sudo.command` if `sudo.enable` is set.

        ```shell
        nix run .#nixosConfigurations.ahorn.config.lollypops.deployment.ssh.run -- systemctl restart nginx
        ```
      '';
    };
  };
}
