# The packages behind lollypops.deployment.ssh.login and .run, to be used by hand.
{ lib, pkgs }:
{ ssh, sudo, ... }:
let
  inherit (import ./words.nix { inherit lib; })
    quote
    quoteExpandable
    splitCommand
    splitOption
    ;
  inherit (import ./here.nix pkgs) writeShellScriptBin;

  words = list: builtins.concatStringsSep " " list;
  target = lib.optionalString (ssh.user != null) "${ssh.user}@" + ssh.host;
  asRoot = words (map quote (splitCommand sudo.command ++ lib.concatMap splitOption sudo.opts));
in
rec {
  login = writeShellScriptBin "lollypops-login" ''
    exec ${
      words (
        map quote (splitCommand ssh.command)
        ++ map quoteExpandable (lib.concatMap splitOption ssh.opts)
        ++ [ (quote target) ]
      )
    } "$@"
  '';

  run = writeShellScriptBin "lollypops-run" ''
    exec ${login}/bin/lollypops-login ${lib.optionalString sudo.enable "${lib.escapeShellArg asRoot} "}"$@"
  '';
}
