{ lib, ... }:
let
  inherit (lib) mkOption types;
  own = import ./types.nix { inherit lib; };
in
{
  options.lollypops.deployment.rollback = {
    enable = mkOption {
      type = types.bool;
      default = true;
      example = false;
      description = ''
        Whether the host returns by itself to the system it ran before, unless the new one proves good. It does so
        when the activation fails or takes longer than `activation-timeout`, when nobody logs in anew within
        `confirm-timeout`, and when one of `health-checks` fails. Until all that went well the old system stays the
        one to boot, so that a loss of power is a rollback, too. Applies to `rebuild` with `switch` and `test`, and
        to `lollypops.profiles`. With `false` the new system is activated, and kept, without any of this.
      '';
    };

    confirm-timeout = mkOption {
      type = own.seconds;
      default = 30;
      example = 120;
      description = ''
        Seconds, 1 to 86400, after the activation within which the machine that deploys must have logged in anew: by
        a new connection and a new authentication. Use more where the network of the host needs long to come back.
        What `health-checks` may take by their own limits comes on top.
      '';
    };

    activation-timeout = mkOption {
      type = own.seconds;
      default = 300;
      example = 1800;
      description = ''
        Seconds, 1 to 86400, that the activation may take, with all the units it starts and stops. Use more where one
        of them needs longer, such as a database that migrates its files.
      '';
    };

    confirm-host = mkOption {
      type = types.nullOr types.nonEmptyStr;
      default = null;
      example = "10.0.0.8";
      description = ''
        Name or address for the login that confirms the new system, where that moves the host to another one;
        `null` means `ssh.host`. Once that is deployed, move the value to `ssh.host`.
      '';
    };

    confirm-port = mkOption {
      type = types.nullOr own.port;
      default = null;
      example = 2222;
      description = ''
        Port for the login that confirms the new system, 1 to 65535, where that moves sshd to another one; `null`
        means the port of every other login. Once that is deployed, move the value to `ssh.opts`.
      '';
    };

    ignore-failed-units = mkOption {
      type = types.listOf own.unit;
      default = [ ];
      example = [ "backup.service" ];
      description = ''
        Units that may fail. Any other one that has failed when the activation ends, and had not before, makes that a
        failed activation. Each is the whole name of a unit with its type; a pattern (`*`) is an error.
      '';
    };
  };
}
