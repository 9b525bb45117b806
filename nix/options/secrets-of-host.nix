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
        Whether `deploy-secrets` removes files that an earlier deploy put in place and that no option names any
        more, those of home-manager users included. What was put in place is recorded on the host, in
        `/var/lib/lollypops/secrets`, and nowhere else. Folders are left.
      '';
    };

    jobs = mkOption {
      type = types.ints.positive;
      default = 1;
      example = 8;
      description = ''
        How many `cmd` of this host run side by side. More than one helps where a command waits for a server. They
        must then not ask questions. Their output is kept in memory either way.
      '';
    };
  };
}
