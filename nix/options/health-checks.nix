{ lib, ... }:
let
  inherit (lib) mkOption types;
in
{
  options.lollypops.deployment.health-checks = mkOption {
    type = types.attrsOf (types.submodule ./health-check.nix);
    default = { };
    example = {
      website.url = "https://ahorn.example.org/status";
      nginx.unit = "nginx.service";
      database = {
        host-command = "runuser -u postgres -- pg_isready";
        tries = 30;
      };
    };
    description = ''
      Checks that a new system must pass before it is kept. They run after its activation, in the order of their names,
      and again after a reboot. The name, one line, appears in messages. If all tries of a check fail, the host rolls
      back; with `rollback.enable = false` the new system stays and the task fails. Each check has exactly one of
      `command`, `host-command`, `url` and `unit`.
    '';
  };
}
