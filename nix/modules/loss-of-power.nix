# What a loss of power leaves whole
{
  config,
  lib,
  pkgs,
  ...
}:
{
  # Else store paths can be left registered and empty, and the same deploy never succeeds.
  nix.settings.sync-before-registering = lib.mkDefault true;

  systemd.services = lib.mkIf config.lollypops.deployment.rollback.enable {
    lollypops-settle = {
      description = "Make the system that has booted the one that boots, after a loss of power";
      wantedBy = [ "multi-user.target" ];
      restartIfChanged = false;
      unitConfig.ConditionPathIsSymbolicLink = "/nix/var/nix/profiles/system-before";
      serviceConfig = {
        Type = "oneshot";
        ExecStart = "${pkgs.runtimeShell} ${./settle.sh}";
      };
    };
  };
}
