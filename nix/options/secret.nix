# One file of lollypops.secrets.files; `secrets` holds the defaults for all of them.
secrets:
{
  lib,
  name,
  config,
  ...
}:
let
  inherit (lib) literalExpression mkOption types;
  own = import ./types.nix { inherit lib; };

  # As lib.escapeShellArg has it since NixOS 24.11: a safe word stays bare.
  quoted = word: if builtins.match "[A-Za-z0-9,._+:@%/-]+" word != null then word else lib.escapeShellArg word;
in
{
  options = {
    name = mkOption {
      type = types.nonEmptyStr;
      default = name;
      defaultText = literalExpression "<name>";
      example = "wifi.env";
      description = "Name of the secret in output, and by default in the vault and in its folder.";
    };

    vault-name = mkOption {
      type = types.str;
      default = secrets.cmd-name-prefix + config.name;
      defaultText = literalExpression ''"''${cmd-name-prefix}''${name}"'';
      example = "shared/wifi";
      description = "Name of the secret in the password store: the last argument of `default-cmd`.";
    };

    cmd = mkOption {
      type = types.nonEmptyStr;
      default = "${secrets.default-cmd} ${quoted config.vault-name}";
      defaultText = literalExpression ''"''${default-cmd} ''${vault-name}"'';
      example = "sops --decrypt --extract '[\"wifi\"]' secrets.yaml";
      description = ''
        Shell command (bash) that prints the secret; it runs on your machine. The file holds exactly what it prints,
        including a final newline: write `pass show wifi | sed -n 1p` for the first line only. If it fails, also within
        a pipe or `$(…)`, no secret of this host is changed. The command is in the Nix store, which everybody can read,
        so it must not contain the secret. `{{.HOSTNAME}}` and the other variables of `lollypops.extraTasks` are
        replaced in it.
      '';
    };

    path = mkOption {
      type = own.absolutePath;
      default = "${secrets.default-dir}/${config.name}";
      defaultText = literalExpression ''"''${default-dir}/''${name}"'';
      example = "/etc/wifi.env";
      description = ''
        Path of the file on the host: absolute, different for each secret, and no folder. Missing parent folders are
        created. Below a folder of another user than root, that user writes the file.
      '';
    };

    mode = mkOption {
      type = own.mode;
      default = "0400";
      example = "0440";
      description = "Permissions of the file: three or four octal digits.";
    };

    owner = mkOption {
      type = own.account;
      default = secrets.default-user;
      defaultText = literalExpression ''"root" # in home-manager: config.home.username'';
      example = "nginx";
      description = "Owner of the file: a name or number that the host knows.";
    };

    group-name = mkOption {
      type = own.account;
      default = "users";
      example = "nginx";
      description = "Group of the file: a name or number that the host knows.";
    };

    allowEmpty = mkOption {
      type = types.bool;
      default = false;
      example = true;
      description = ''
        Whether `cmd` may print nothing. By default that is an error and changes no secret of the host, because it
        nearly always means that a command has failed without saying so.
      '';
    };

    when = mkOption {
      type = types.enum [
        "before-rebuild"
        "after-rebuild"
      ];
      default = "before-rebuild";
      example = "after-rebuild";
      description = ''
        When the file is put in place: by the task `deploy-secrets`, or by `deploy-late-secrets`, once the rebuild has
        created its owner or group. `deploy-late-secrets` exists only if a secret needs it, and by default runs after
        `rebuild`. Secrets that services need when they start belong before the rebuild.
      '';
    };

    restartUnits = mkOption {
      type = types.listOf own.unit;
      default = [ ];
      example = [ "wpa_supplicant.service" ];
      description = ''
        Units to restart, if they are running and this secret has changed, once all secrets are in place. A unit that
        several secrets name is restarted once.
      '';
    };

    reloadUnits = mkOption {
      type = types.listOf own.unit;
      default = [ ];
      example = [ "nginx.service" ];
      description = ''
        Units to reload, if they are running and this secret has changed, once all secrets are in place. A unit that is
        restarted for another secret is not reloaded.
      '';
    };

    onChange = mkOption {
      type = types.lines;
      default = "";
      example = "nginx -s reload";
      description = ''
        Shell commands (bash) that root runs on the host if this secret has changed, once all secrets are in place and
        before units are restarted. The same text runs once, whichever secrets have it. If one fails, so does the task;
        the secrets stay in place, and the next run tries it again.
      '';
    };
  };
}
