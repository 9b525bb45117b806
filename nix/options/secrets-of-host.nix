{ lib, ... }:
let
  inherit (lib) mkOption types;
in
{
  options.lollypops.secrets = {
    prune = mkOption {
      type = types.bool;
      default = false;
      example = true;
      description = ''
        Whether `deploy-secrets` removes files that an earlier deploy put in place and that no option names any more,
        including those of home-manager users. The host remembers what was put in place in
        `/var/lib/lollypops/secrets`. Folders stay.
      '';
    };

    jobs = mkOption {
      type = types.ints.positive;
      default = 1;
      example = 8;
      description = ''
        Number of commands (`cmd`) of this host that run side by side. More than one helps if they wait for a server.
        They must not ask questions then. Their output is kept in memory.
      '';
    };
  };
}
