# The packages behind lollypops.deployment.ssh.login and .run, to be used by hand.
pkgs: config:
let
  inherit (config.lollypops.deployment) sudo;
  here = import ./here.nix pkgs;

  program =
    name: sudo:
    (import ./needs.nix here).runCommandLocal "lollypops-${name}"
      {
        meta.mainProgram = "lollypops-${name}";
        description = builtins.toJSON {
          ssh = import ./ssh.nix { inherit config; };
          inherit sudo;
        };
        passAsFile = [ "description" ];
      }
      ''
        mkdir -p $out/bin
        ${import ./package.nix here}/bin/lollypops-generate --login "$descriptionPath" -o $out/bin/lollypops-${name}
      '';
in
{
  login = program "login" null;
  run = program "run" (if sudo.enable then { inherit (sudo) command opts; } else null);
}
