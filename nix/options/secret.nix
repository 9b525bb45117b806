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
      description = "Name of the secret: what it is called in output, in the vault and in its folder, unless those are set.";
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
        Shell command that prints the secret; it runs on the machine that deploys. What it prints is the content,
        byte for byte, also a final newline. When it fails, no secret of this host is changed.
        Nothing is removed from its output: write `pass show wifi | sed -n 1p` for the first line only.
        `{{.HOSTNAME}}` and the other variables of `lollypops.extraTasks` are replaced in it.
      '';
    };

    path = mkOption {
      type = own.absolutePath;
      default = "${secrets.default-dir}/${config.name}";
      defaultText = literalExpression ''"''${default-dir}/''${name}"'';
      example = "/etc/wifi.env";
      description = ''
        Where the file is on the host: an absolute path, of no other secret. Missing folders above it are made.
        It must not be a folder.
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
        Whether `cmd` may print nothing. By default that is an error, and no secret of the host is changed: an empty
        secret is nearly always a command that failed and did not say so.
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
        When the file is put in place: by the task `deploy-secrets`, or, once the rebuild has made its owner or
        group, by the task `deploy-late-secrets`. That one exists where a secret asks for it, and then runs by
        default after `rebuild`. Secrets that services need when they start belong before.
      '';
    };

    restartUnits = mkOption {
      type = types.listOf own.unit;
      default = [ ];
      example = [ "wpa_supplicant.service" ];
      description = ''
        Units to restart once all secrets are in place, if this one changed and if they are running. A unit that
        several secrets name is restarted once.
      '';
    };

    reloadUnits = mkOption {
      type = types.listOf own.unit;
      default = [ ];
      example = [ "nginx.service" ];
      description = ''
        Units to reload once all secrets are in place, if this one changed and if they are running; not those that
        are restarted for another secret.
      '';
    };

    onChange = mkOption {
      type = types.lines;
      default = "";
      example = "nginx -s reload";
      description = ''
        Shell commands (bash) that root runs on the host once all secrets are in place, if this one changed. They
        run before units are restarted. When one fails, so does the task; the secrets stay in place.
      '';
    };
  };
}
