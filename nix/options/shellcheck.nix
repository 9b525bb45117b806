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
      Severity from which a finding of shellcheck in your own commands (`cmd`, `cmds`, `onChange`, `activation`, health
      checks) fails the build of the script; `"style"` means every finding. The build shows lesser findings without
      failing (`nix build --print-build-logs`). `"off"` does not check your commands. `# shellcheck disable=SC2086`
      above a line ignores that finding.
    '';
  };
}
