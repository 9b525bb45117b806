# Types of which nixpkgs has none. Each error names the option, the value and what is expected.
{ lib }:
let
  matching =
    pattern: description:
    lib.types.addCheck lib.types.str (value: builtins.match pattern value != null) // { inherit description; };
in
{
  absolutePath = matching "/.*" "absolute path";
  mode = matching "[0-7]{3,4}" "octal mode of three or four digits, such as \"0400\"";
  unit = matching "[^-[:space:][:cntrl:]][^[:space:][:cntrl:]]*\\.[a-z]+" "unit with its type, such as \"nginx.service\"";
  account = matching "[^-:/[:space:][:cntrl:]][^:/[:space:][:cntrl:]]*" "name or number of an account";
  url = matching "https?://[^[:space:][:cntrl:]'\"]+" "http or https URL";
  seconds = lib.types.ints.between 1 86400;
  port = lib.types.ints.between 1 65535;
  targetName = matching (import ../target-name.nix) "name that a command line can hold (letters, digits and _.+=-)";
}
