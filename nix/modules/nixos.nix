# nixosModules.default
{
  key = "lollypops#nixosModules.default";
  _file = "lollypops.nixosModules.default";
  _class = "nixos";
  imports = [
    ../options/deployment.nix
    ../options/build.nix
    ../options/rollback.nix
    ../options/health-checks.nix
    ../options/reboot.nix
    ../options/ssh.nix
    ../options/sudo.nix
    ../options/secrets.nix
    ../options/secrets-of-host.nix
    ../options/profiles.nix
    ../options/tasks.nix
    ../options/shellcheck.nix
    ../options/pull.nix
    ./pull.nix
    ./reboot-guard.nix
    ./loss-of-power.nix
  ];
}
