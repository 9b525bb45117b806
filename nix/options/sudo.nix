{ lib, ... }:
let
  inherit (lib) mkOption types;
in
{
  options.lollypops.deployment.sudo = {
    enable = mkOption {
      type = types.bool;
      default = false;
      example = true;
      description = ''
        Whether commands that need root on the host run with `sudo.command`. Required if `ssh.user` is not root. sudo
        must work without a password, or `ask-password` must be set.
      '';
    };

    ask-password = mkOption {
      type = types.bool;
      default = false;
      example = true;
      description = ''
        Whether the script asks for the sudo password of the host: once, before anything else, and it tries the
        password at once. sudo gets it on standard input only. Without a terminal, the script reads it from standard
        input. Requires `enable`, sudo or sudo-rs as `command`, and another `deploy-method` than `rsync`.
      '';
    };

    command = mkOption {
      type = types.nonEmptyStr;
      default = "sudo";
      example = "doas";
      description = ''
        Command on the host that runs another command as root. It is split at blanks; quote an argument that contains
        one. Has no effect without `sudo.enable`.
      '';
    };

    opts = mkOption {
      type = types.listOf types.str;
      default = [ ];
      example = [ "--user=root" ];
      description = ''
        Options for `sudo.command`. `"-u root"` and `"-u" "root"` mean the same. Has no effect without `sudo.enable`.
      '';
    };
  };
}
