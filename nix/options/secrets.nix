{
  config,
  lib,
  pkgs,
  ...
}:
let
  inherit (lib) literalExpression mkOption types;
  own = import ./types.nix { inherit lib; };
in
{
  options.lollypops.secrets = {
    default-cmd = mkOption {
      type = types.nonEmptyStr;
      default = "${(import ../here.nix pkgs).pass}/bin/pass";
      defaultText = literalExpression ''"''${pkgs.pass}/bin/pass"'';
      example = "gopass show -o";
      description = ''
        Command that prints a secret; the secret's `vault-name` becomes its last argument. It runs on your machine. Set
        it to plain `pass` if your machine has another architecture than the host.
      '';
    };

    cmd-name-prefix = mkOption {
      type = types.str;
      default = "";
      example = "nixos-secrets/ahorn/";
      description = "Put before the name of each secret to make its `vault-name`.";
    };

    default-dir = mkOption {
      type = own.absolutePath;
      default = "${config.home.homeDirectory or "/var/src"}/lollypops-secrets";
      defaultText = literalExpression ''
        "/var/src/lollypops-secrets" # in home-manager: "''${config.home.homeDirectory}/lollypops-secrets"
      '';
      example = "/var/lib/secrets";
      description = ''
        Folder on the host for secrets without a `path`. Must be an absolute path, on a file system that survives a
        reboot.
      '';
    };

    default-user = mkOption {
      type = own.account;
      default = config.home.username or "root";
      readOnly = true;
      visible = false;
      description = "Owner of secrets that name none: root, or the home-manager user.";
    };

    files = mkOption {
      type = types.attrsOf (types.submodule (import ./secret.nix config.lollypops.secrets));
      default = { };
      example."wifi.env" = {
        cmd = "pass show wifi";
        path = "/etc/wifi.env";
        mode = "0440";
        group-name = "wheel";
      };
      description = ''
        Secrets that the task `deploy-secrets` puts in place: all of them, or none if one of them fails. Secrets never
        enter the Nix store and never touch the disk of your machine.
      '';
    };
  };
}
