# The packages behind lollypops.deployment.ssh.login and .run, to be used by hand.
pkgs:
{ ssh, sudo, ... }:
let
  here = import ./here.nix pkgs;

  program =
    name: sudo:
    (import ./needs.nix here).runCommandLocal "lollypops-${name}"
      {
        meta.mainProgram = "lollypops-${name}";
        description = builtins.toJSON {
          ssh = {
            inherit (ssh)
              command
              user
              host
              opts
              ;
          };
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
