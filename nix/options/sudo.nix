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
        is not root. sudo must not ask for a password: nobody could answer while several hosts are deployed.
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
