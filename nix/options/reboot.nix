{ lib, ... }:
let
  inherit (lib) mkOption types;
  own = import ./types.nix { inherit lib; };
in
{
  options.lollypops.deployment = {
    reboot = mkOption {
      type = types.enum [
        "never"
        "when-needed"
        "always"
      ];
      default = "never";
      example = "when-needed";
      description = ''
        Whether `rebuild` reboots the host once the new system is the one to boot.

        - `"never"`: not even when the new system only takes effect then.
        - `"when-needed"`: when its kernel, initrd or systemd is another one than the host has booted.
        - `"always"`: after each deploy.

        The task then waits until the host has come back as a new boot that runs the new system, and runs the
        health checks again. Nothing rolls back from here on.
      '';
    };

    reboot-timeout = mkOption {
      type = own.seconds;
      default = 600;
      example = 1200;
      description = ''
        Seconds, 1 to 86400, within which the host must be back after a reboot; else the task fails and says what it
        saw. Servers that test their memory at each start need more than ten minutes.
      '';
    };
  };
}
