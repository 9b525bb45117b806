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
          system as well, its exact store path stands in the script, and `nix copy` brings it to the host. Nix must be
          able to build for the architecture of the host there, by itself or by a remote builder.
        - the name of another host of the flake: built there. It is reached as its own `lollypops.deployment.ssh`
          says; it is evaluated for that.
        - any other ssh address, `builder.example.org` or `user@builder.example.org`: built there. It is reached as
          your ssh configuration says.

        What another machine built is copied straight from there to the host. It logs in there by your ssh agent, which
        goes along, or by a key of its own, and must know the host key (`programs.ssh.knownHosts`). It has no password
        for sudo: with `sudo.ask-password` it is refused. The host's own name is an error, and so is anything but
        `"target"` together with `local-evaluation = true`.
      '';
    };

    substitute-on-destination = mkOption {
      type = types.bool;
      default = false;
      example = true;
      description = ''
        Whether the host fetches from its own binary caches what it can of the system and of `lollypops.profiles`,
        so that only the rest is copied to it. Use `true` where the uplink of the machine that built is the slow part.
        Without effect on a system that the host builds itself.
      '';
    };

    compress = mkOption {
      type = types.bool;
      default = false;
      example = true;
      description = ''
        Whether store paths are compressed on their way to the host, by ssh, on a connection of its own. Use `true` for
        a slow connection; on a fast one it costs more time than it saves. Without effect on a system that the host
        builds itself.
      '';
    };
  };
}
