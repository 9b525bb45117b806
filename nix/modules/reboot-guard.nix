# What a guarded reboot needs of a system: see templates/programs/reboot-guard.sh
{
  config,
  lib,
  pkgs,
  ...
}:
let
  inherit (config.lollypops) deployment;
  inherit (config.boot.loader) grub;

  # Where one GRUB reads its menu and one variable of /boot/grub, and starts what it has been told without a question.
  byGrub =
    grub.enable
    && (config.system.build.grub != null || grub.efiSupport)
    && map (boot: boot.path) grub.mirroredBoots == [ "/boot" ]
    && toString grub.default == "0"
    && grub.users == { };
  grubPackages = lib.optional byGrub (
    if config.system.build.grub != null then config.system.build.grub else pkgs.grub2_efi
  );
in
{
  config =
    lib.mkIf
      (
        deployment.reboot != "never"
        && deployment.reboot-guard
        && (config.boot.loader.systemd-boot.enable || byGrub)
      )
      {
        environment.systemPackages = grubPackages;
        boot.kernelParams = [
          "panic=10"
          "boot.panic_on_fail" # of the initrd
        ];
        systemd.services.lollypops-reboot-guard = {
          description = "Wait until the new system is confirmed, or go back to the old one";
          wantedBy = [ "sysinit.target" ];
          path = grubPackages;
          restartIfChanged = false;
          unitConfig = {
            DefaultDependencies = false; # what hangs while booting does not keep it from going back
            ConditionPathExists = "/nix/var/lollypops-reboot/armed";
            X-StopOnRemoval = false;
          };
          serviceConfig = {
            ExecStart = "${pkgs.runtimeShell} /nix/var/lollypops-reboot/guard wait";
            Restart = "on-failure";
            RestartSec = 10;
          };
          startLimitIntervalSec = 600;
        };
      };
}
