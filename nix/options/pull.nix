{ config, lib, ... }:
let
  inherit (lib) mkOption types;
in
{
  options.lollypops.pull = {
    enable = mkOption {
      type = types.bool;
      default = false;
      example = true;
      description = ''
        Whether the host also deploys itself: a timer builds its own `deploy-<host>` and runs that with `--here`. It is
        guarded like any deploy, and kept if its health checks pass. It waits for the network, and tells its last result
        in the task `status`; see `journalctl --unit=lollypops-pull` for the rest.
      '';
    };

    flake = mkOption {
      type = types.str;
      example = "git+ssh://git@git.example.org/fleet?ref=main";
      description = ''
        The flake, and the branch, that the host fetches; root must be able to. `lollypops.pull.store-path-url` can stand
        for it.
      '';
    };

    name = mkOption {
      type = types.str;
      default = config.networking.hostName;
      defaultText = lib.literalExpression "config.networking.hostName";
      example = "ahorn";
      description = "Name of the host in the flake: `nixosConfigurations.<name>`.";
    };

    store-path-url = mkOption {
      type = types.nullOr types.str;
      default = null;
      example = "https://ci.example.org/job/fleet/main/deploy-ahorn/latest/store-path";
      description = ''
        Where the store path of `deploy-<host>` can be fetched as text, in place of a flake. The host takes the script,
        and the system with `lollypops.deployment.build = "local"`, from its binary caches, and only if they are signed
        by one of its `nix.settings.trusted-public-keys`.
      '';
    };

    tasks = mkOption {
      type = types.listOf types.nonEmptyStr;
      default = [
        "check"
        "deploy-flake"
        "rebuild"
      ];
      example = [
        "check"
        "deploy-flake"
        "deploy-secrets"
        "rebuild"
      ];
      description = ''
        What the host runs of its script. `deploy-secrets` can be among them where the commands of its secrets work on
        the host itself.
      '';
    };

    schedule = mkOption {
      type = types.str;
      default = "hourly";
      example = "Mon..Fri 04:40";
      description = "When the host looks, as in `systemd.time(7)`. Up to 15 minutes are added, so that not all hosts come at once.";
    };

    on-battery = mkOption {
      type = types.bool;
      default = false;
      example = true;
      description = "Whether a laptop also deploys itself without external power.";
    };
  };
}
