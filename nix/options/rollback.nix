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
        Whether the host rolls back by itself unless the new system is confirmed. It rolls back if the activation fails
        or takes longer than `activation-timeout`, if a unit fails, if the machine that deploys cannot log in again
        within `confirm-timeout`, and if one of `health-checks` fails. Until the confirmation the old system stays the
        one to boot, so a loss of power rolls back, too. Applies to `switch` and `test`, and to `lollypops.profiles`.
        With `false`, the new system is activated and kept without any of this.
      '';
    };

    confirm-timeout = mkOption {
      type = own.seconds;
      default = 30;
      example = 120;
      description = ''
        Seconds after the activation, 1 to 86400, within which the machine that deploys must log in again, over a new
        connection. Use more if the network of the host needs long to come back. The time that `health-checks` may take
        is added.
      '';
    };

    activation-timeout = mkOption {
      type = own.seconds;
      default = 300;
      example = 1800;
      description = ''
        Seconds that the activation may take, with all units it starts and stops, 1 to 86400. Use more if a unit needs
        longer, such as a database that migrates its files.
      '';
    };

    confirm-host = mkOption {
      type = types.nullOr types.nonEmptyStr;
      default = null;
      example = "10.0.0.8";
      description = ''
        Name or address for the login that confirms the new system, if that system moves the host to another one;
        `null` means `ssh.host`. After that deploy, move the value to `ssh.host`.
      '';
    };

    confirm-port = mkOption {
      type = types.nullOr own.port;
      default = null;
      example = 2222;
      description = ''
        Port for the login that confirms the new system, 1 to 65535, if that system moves sshd to another one; `null`
        means the usual port. After that deploy, move the value to `ssh.opts`.
      '';
    };

    ignore-failed-units = mkOption {
      type = types.listOf own.unit;
      default = [ ];
      example = [ "backup.service" ];
      description = ''
        Units that may fail. If any other unit is failed after the activation and was not before, the activation has
        failed. Whole names of units with their type; a pattern (`*`) is an error.
      '';
    };
  };
}
