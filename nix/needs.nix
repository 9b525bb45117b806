# All that lollypops takes from nixpkgs.
pkgs: {
  inherit (pkgs) runCommandLocal writeShellScriptBin;
  shell = pkgs.runtimeShell;
  nodejs = pkgs.nodejs-slim or pkgs.nodejs;
  shellcheck = pkgs.shellcheck-minimal or pkgs.shellcheck;
  system = pkgs.stdenv.hostPlatform.system;
  source = toString pkgs.path;
}
