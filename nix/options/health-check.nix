# One of lollypops.deployment.health-checks.
{ lib, ... }:
let
  inherit (lib) mkOption types;
  own = import ./types.nix { inherit lib; };
in
{
  options = {
    command = mkOption {
      type = types.nullOr types.nonEmptyStr;
      default = null;
      example = "dig +short @ahorn.example.org example.org | grep -q .";
      description = ''
        Shell command (bash) that runs on the machine that deploys, and looks at the host from there. All is well when
        it exits with 0.
      '';
    };

    host-command = mkOption {
      type = types.nullOr types.nonEmptyStr;
      default = null;
      example = "zpool status -x | grep -q healthy";
      description = "Shell command (bash) that root runs on the host. All is well when it exits with 0.";
    };

    url = mkOption {
      type = types.nullOr own.url;
      default = null;
      example = "https://ahorn.example.org/status";
      description = ''
        Address, http or https, that curl requests from the machine that deploys. All is well with any status below
        400; a redirect is not followed.
      '';
    };

    unit = mkOption {
      type = types.nullOr own.unit;
      default = null;
      example = "nginx.service";
      description = "Unit on the host, with its type, that must be active.";
    };

    timeout = mkOption {
      type = own.seconds;
      default = 10;
      example = 60;
      description = "Seconds, 1 to 86400, that one try may take.";
    };

    interval = mkOption {
      type = types.ints.between 0 86400;
      default = 2;
      example = 10;
      description = "Seconds, 0 to 86400, between the end of a try that failed and the next.";
    };

    tries = mkOption {
      type = types.ints.between 1 1000;
      default = 5;
      example = 30;
      description = "How often it is tried, 1 to 1000 times, before it has failed. The first success ends it.";
    };
  };
}
