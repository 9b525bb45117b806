{ lib, ... }:
let
  inherit (lib) mkOption types;
in
{
  options.lollypops.deployment = {
    build = mkOption {
      type = types.nonEmptyStr;
      default = "target";
      example = "root@builder.example.org";
      description = ''
        Where the system of the host is built.

        - `"target"`: evaluated and built on the host itself (but see `local-evaluation`).
        - `"local"`: where the script is built. `nix build .#deploy-ahorn`, and `nix flake check`, then build the
          system as well. The script names its exact store path and copies it to the host. Nix must be able to build
          for the architecture of the host, by itself or with a remote builder.
        - the name of another host of the flake: built there. The script reaches it by that host's own
          `lollypops.deployment.ssh`, which is evaluated for this.
        - any other ssh address, `builder.example.org` or `user@builder.example.org`: built there. Your ssh
          configuration says how to reach it.

        A builder copies the system straight to the host. It logs in to the host with your forwarded ssh agent, or with
        a key of its own, and must know the host's key (`programs.ssh.knownHosts`). It has no password for sudo, so it
        cannot be combined with `sudo.ask-password`. The host's own name is an error. `local-evaluation = true`
        requires `"target"`.
      '';
    };

    substitute-on-destination = mkOption {
      type = types.bool;
      default = false;
      example = true;
      description = ''
        Whether the host downloads what it can of the system and of `lollypops.profiles` from its own binary caches, so
        that only the rest is copied to it. Use `true` if the uplink of the machine that built is slow. Has no effect
        on a system that the host builds itself.
      '';
    };

    compress = mkOption {
      type = types.bool;
      default = false;
      example = true;
      description = ''
        Whether ssh compresses store paths on their way to the host, over a connection of its own. Use `true` for a
        slow connection; on a fast one it costs more time than it saves. Has no effect on a system that the host builds
        itself.
      '';
    };
  };
}
