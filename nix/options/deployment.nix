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
        Folder on the host below which the task `deploy-flake` puts the configuration: as `flake` in it. A person
        on the host can then run `nixos-rebuild switch --flake /var/src/lollypops/flake#HOST`.
        It must be an absolute path. It is made when it is missing.
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

        - `copy`: the flake alone, into the host's Nix store. The host fetches the inputs of the flake by itself,
          so it must be able to reach them.
        - `archive`: the flake and all of its inputs, into the host's Nix store. Works with private inputs and on
          a host without a network, and takes longer over a slow uplink.
        - `rsync`: the flake's files as real files that can be edited on the host. Needs rsync on both machines.
      '';
    };

    local-evaluation = mkOption {
      type = types.bool;
      default = false;
      example = true;
      description = ''
        Whether the machine that deploys evaluates and builds the system when the script runs, and then copies it to the
        host. With `false` the host does both itself. Use `true` for a host with little memory; the deploying machine
        must then be able to build for its architecture. Needs `build = "target"`: `build = "local"` does the same
        earlier, when the script is built.
      '';
    };

    group = mkOption {
      type = own.targetName;
      default = "default";
      example = "webservers";
      description = ''
        Group of the host: `launch webservers` deploys all hosts whose group that is. One name of letters, digits
        and `_.+=-`, and neither `all` nor the name of a host.
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
        Tags of the host, as many as you like: `launch @prod` deploys all hosts that have the tag `prod`, and
        `launch '@prod-*'` those with a tag that begins like this. Each is a name of letters, digits and `_.+=-`.
      '';
    };
  };
}
