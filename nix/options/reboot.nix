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

        The task waits until the host is back, runs the new system and passes the health checks; see `reboot-guard`.
      '';
    };

    reboot-guard = mkOption {
      type = types.bool;
      default = true;
      example = false;
      description = ''
        Whether the host goes back by itself if a reboot fails: it boots the new system once, and reboots into the one
        that it had booted before unless the machine that deploys logs in, and the health checks pass, within
        `rollback.activation-timeout` plus `rollback.confirm-timeout` after the start. A kernel that panics and an
        initrd that fails are rebooted, too, by `panic=10` and `boot.panic_on_fail` in `boot.kernelParams`; a kernel or
        systemd that hangs needs a hardware watchdog (`systemd.watchdog.runtimeTime`). Only with
        `boot.loader.systemd-boot`, or with `boot.loader.grub` and `/boot` on a plain partition with FAT or ext4, and
        if the system that runs before the reboot has this option already: else the host reboots unguarded, and that
        is said. With `reboot = "never"` it has no effect.
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
