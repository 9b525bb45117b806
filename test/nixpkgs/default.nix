# Packages that build without a network and without a sandbox, on a machine with bash, Node, shellcheck and pass.
{
  system ? builtins.currentSystem,
  # of the user, as nixpkgs reads them unless they are given
  config ? throw "~/.config/nixpkgs/config.nix was read",
  overlays ? throw "~/.config/nixpkgs/overlays.nix was read",
}:
let
  path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  runCommandLocal =
    name: env: buildCommand:
    let
      own = [
        "passthru"
        "meta"
        "nativeBuildInputs"
        "passAsFile"
      ];
    in
    derivation (
      removeAttrs env own
      // {
        inherit name system buildCommand;
        builder = "/bin/bash";
        args = [
          "-c"
          "set -e; source \"$buildCommandPath\""
        ];
        passAsFile = [ "buildCommand" ] ++ env.passAsFile or [ ];
        PATH = builtins.concatStringsSep ":" (map (input: "${input}/bin") (env.nativeBuildInputs or [ ]) ++ [ path ]);
      }
    )
    // env.passthru or { };

  fromMachine =
    program: runCommandLocal program { } "mkdir -p $out/bin; ln -s \"$(command -v ${program})\" $out/bin/${program}";
in
assert builtins.seq config (builtins.seq overlays true);
{
  inherit runCommandLocal;
  lib = import ./lib;
  path = ./.;
  stdenv.hostPlatform = { inherit system; };

  runtimeShell = "/bin/bash";
  grub2 = runCommandLocal "grub" { } "mkdir $out";
  grub2_efi = runCommandLocal "grub-efi" { } "mkdir $out";

  writeShellScriptBin =
    name: text:
    runCommandLocal name
      {
        inherit text;
        passAsFile = [ "text" ];
      }
      ''
        mkdir -p $out/bin
        { echo '#!/bin/bash'; cat "$textPath"; } > $out/bin/${name}
        chmod +x $out/bin/${name}
        bash -n $out/bin/${name}
      '';

  nodejs = fromMachine "node";
  pass = fromMachine "pass";
  shellcheck = fromMachine "shellcheck";
}
