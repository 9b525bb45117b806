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
      What must be well before a new system is kept. They run after its activation, one after the other by name; the
      name, one line, stands in messages. When one of them fails in all of its tries, the host returns to the system it
      ran before; with `rollback.enable = false` the new one stays, and the task fails. They also run after a reboot.
      Each has exactly one of `command`, `host-command`, `url` and `unit`.
    '';
  };
}
