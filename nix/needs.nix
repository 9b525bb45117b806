# All that lollypops takes from nixpkgs.
pkgs: {
  inherit (pkgs) runCommandLocal writeShellScriptBin;
  shell = pkgs.runtimeShell;
  nodejs = pkgs.nodejs-slim or pkgs.nodejs;
  shellcheck = pkgs.shellcheck-minimal or pkgs.shellcheck;
  # To evaluate many hosts at once; before 2.29 it lacks options that launch needs.
  evalJobs = if builtins.compareVersions (pkgs.nix-eval-jobs.version or "0") "2.29" < 0 then null else pkgs.nix-eval-jobs;
  system = pkgs.stdenv.hostPlatform.system;
  source = toString pkgs.path;
}
