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
        Command, as shell text, that prints a secret when it is given the secret's `vault-name` as its last argument.
        It runs on the machine that deploys. Set it to plain `pass` if that machine has another architecture than
        the host.
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
      example = "/run/secrets";
      description = "Folder on the host for secrets without a `path` of their own. It must be an absolute path.";
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
        Files that the task `deploy-secrets` puts in place: either all of them, or, when one cannot be had, none.
        Secrets never enter the Nix store and never touch the disk of the deploying machine.
      '';
    };
  };
}
