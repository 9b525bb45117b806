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
        Shell command (bash) that runs on your machine and looks at the host from there. Exit code 0 means healthy.
      '';
    };

    host-command = mkOption {
      type = types.nullOr types.nonEmptyStr;
      default = null;
      example = "zpool status -x | grep -q healthy";
      description = "Shell command (bash) that root runs on the host. Exit code 0 means healthy.";
    };

    url = mkOption {
      type = types.nullOr own.url;
      default = null;
      example = "https://ahorn.example.org/status";
      description = ''
        Address, http or https, that curl requests from your machine. Any status below 400 means healthy; redirects are
        not followed.
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
      description = "Seconds that one try may take, 1 to 86400.";
    };

    interval = mkOption {
      type = types.ints.between 0 86400;
      default = 2;
      example = 10;
      description = "Seconds between a failed try and the next, 0 to 86400.";
    };

    tries = mkOption {
      type = types.ints.between 1 1000;
      default = 5;
      example = 30;
      description = "Number of tries, 1 to 1000, before the check has failed. The first success ends it.";
    };
  };
}
