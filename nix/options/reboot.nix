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
        Whether `rebuild` reboots the host once the new system has been confirmed.

        - `"never"`: not even if the new system needs it.
        - `"when-needed"`: if its kernel, initrd or systemd differs from the one that is running.
        - `"always"`: after each deploy.

        The task waits until the host is back, runs the new system and passes the health checks. A reboot is not rolled
        back.
      '';
    };

    reboot-timeout = mkOption {
      type = own.seconds;
      default = 600;
      example = 1200;
      description = ''
        Seconds within which the host must be back after a reboot, 1 to 86400; otherwise the task fails and says what
        it saw. Servers that test their memory at each start need more than ten minutes.
      '';
    };
  };
}
