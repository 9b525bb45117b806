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
        Whether commands that need root on the host are run by `sudo.command` there. Needed as soon as `ssh.user`
        is not root. sudo must do without a password, or `ask-password` be set.
      '';
    };

    ask-password = mkOption {
      type = types.bool;
      default = false;
      example = true;
      description = ''
        Whether the script asks for the password that sudo wants on the host: once, before anything else, and tries
        it there at once. It then reaches sudo on standard input only. Without a terminal the script reads it from
        standard input. Needs `enable`, sudo or sudo-rs as `command`, and another `deploy-method` than `rsync`.
      '';
    };

    command = mkOption {
      type = types.nonEmptyStr;
      default = "sudo";
      example = "doas";
      description = ''
        The command on the host that runs another one as root. It is split at blanks; quote an argument that holds
        one. Without effect unless `sudo.enable` is set.
      '';
    };

    opts = mkOption {
      type = types.listOf types.str;
      default = [ ];
      example = [ "--user=root" ];
      description = ''
        Options for `sudo.command`, one entry for each. `"-u root"` and `"-u" "root"` mean the same. Without effect
        unless `sudo.enable` is set.
      '';
    };
  };
}
