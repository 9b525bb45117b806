# The timer of lollypops.pull, and what it starts
{ config, lib, ... }:
let
  inherit (config.lollypops) pull;
  quote = lib.escapeShellArg;
in
{
  config = lib.mkIf pull.enable {
    systemd.timers.lollypops-pull = {
      wantedBy = [ "timers.target" ];
      timerConfig = {
        OnCalendar = pull.schedule;
        Persistent = true;
        RandomizedDelaySec = "15min";
      };
    };
    systemd.services.lollypops-pull = {
      description = "Deploy this host from ${if pull.store-path-url == null then pull.flake else pull.store-path-url}";
      wants = [ "network-online.target" ];
      after = [ "network-online.target" ];
      restartIfChanged = false; # it is what switches
      unitConfig = {
        ConditionACPower = lib.mkIf (!pull.on-battery) true;
        X-StopOnRemoval = false;
      };
      serviceConfig.Type = "oneshot";
      environment = {
        HOME = "/root";
        PATH = lib.mkForce "/run/wrappers/bin:/run/current-system/sw/bin";
      };
      script =
        (
          if pull.store-path-url == null then
            ''
              script=$(nix --extra-experimental-features 'nix-command flakes' build --refresh --no-link --print-out-paths \
                ${quote "${pull.flake}#deploy-${pull.name}"})
            ''
          else
            ''
              script=$(curl --fail --silent --show-error --location ${quote pull.store-path-url})
              nix-store --realise "$script" >/dev/null
            ''
        )
        + ''
          exec "$script" --here ${lib.escapeShellArgs pull.tasks}
        '';
    };
  };
}
