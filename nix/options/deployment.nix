{ lib, ... }:
let
  inherit (lib) mkOption types;
  own = import ./types.nix { inherit lib; };
in
{
  options.lollypops.deployment = {
    config-dir = mkOption {
      type = own.absolutePath;
      default = "/var/src/lollypops";
      example = "/etc/nixos";
      description = ''
        Folder on the host into which the task `deploy-flake` copies the flake, as `flake`. A person on the host can
        then run `nixos-rebuild switch --flake /var/src/lollypops/flake#HOST`. Must be an absolute path; it is created
        if it is missing.
      '';
    };

    deploy-method = mkOption {
      type = types.enum [
        "copy"
        "archive"
        "rsync"
      ];
      default = "copy";
      example = "archive";
      description = ''
        How the flake gets to the host.

        - `copy`: the flake alone, into the host's Nix store. The host downloads the inputs of the flake by itself, so
          it must be able to reach them.
        - `archive`: the flake and all of its inputs, into the host's Nix store. Works with private inputs and without
          a network on the host. Takes longer over a slow uplink.
        - `rsync`: the files of the flake, which can be edited on the host. Needs rsync on both machines.
      '';
    };

    local-evaluation = mkOption {
      type = types.bool;
      default = false;
      example = true;
      description = ''
        Whether the machine that deploys evaluates and builds the system when the script runs, and then copies it to
        the host. With `false`, the host does both. Use `true` for a host with little memory; your machine must be able
        to build for its architecture. Requires `build = "target"`. `build = "local"` does the same earlier, when the
        script is built.
      '';
    };

    group = mkOption {
      type = own.targetName;
      default = "default";
      example = "webservers";
      description = ''
        Group of the host: `launch webservers` deploys all hosts of that group. Letters, digits and `_.+=-`; neither
        `all` nor the name of a host.
      '';
    };

    tags = mkOption {
      type = types.listOf own.targetName;
      default = [ ];
      example = [
        "prod"
        "berlin"
      ];
      description = ''
        Tags of the host: `launch @prod` deploys all hosts with the tag `prod`, `launch '@prod-*'` those with a tag
        that begins with `prod-`. Letters, digits and `_.+=-`.
      '';
    };

    may-be-offline = mkOption {
      type = types.bool;
      default = false;
      example = true;
      description = ''
        Whether the host may be switched off or away, as a laptop is. When it then does not answer, `launch` calls it
        `offline`, and it is no failure. `launch --skip-unreachable` does so for every host.
      '';
    };
  };
}
