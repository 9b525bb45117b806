{ lib, ... }:
let
  inherit (lib) mkOption types;
in
{
  options.lollypops.shellcheck = mkOption {
    type = types.enum [
      "error"
      "warning"
      "style"
      "off"
    ];
    default = "error";
    example = "warning";
    description = ''
      How severe a finding of shellcheck in your own commands (`cmd`, `cmds`, `onChange`, `activation`, health checks)
      must be to fail the build of the script: `"style"` is all of them. Lesser ones are shown by the build (`nix build
      --print-build-logs`). `"off"` does not check your commands. `# shellcheck disable=SC2086` above a line excepts it.
    '';
  };
}
