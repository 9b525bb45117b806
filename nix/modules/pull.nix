# The timer of lollypops.pull, and what it starts
{
  config,
  lib,
  pkgs,
  ...
}:
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
      serviceConfig = {
        Type = "oneshot";
        StateDirectory = "lollypops";
        StateDirectoryMode = "0700";
      };
      environment = {
        HOME = "/root";
        PATH = lib.mkForce "/run/wrappers/bin:/run/current-system/sw/bin:${pkgs.gitMinimal}/bin"; # Nix fetches with git
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
          cd /var/lib/lollypops
          [ "$script" != "$(readlink pulled)" ] || exit 0
          if [ "$script" = "$(readlink refused)" ]; then
            echo "$script was rolled back before: waiting for another one" >&2
            exit 10
          fi
          code=0
          "$script" --here ${lib.escapeShellArgs pull.tasks} || code=$?
          case $code in
            0) ln -sfnT "$script" pulled ;;
            10) ln -sfnT "$script" refused ;;
          esac
          exit "$code"
        '';
    };
  };
}
