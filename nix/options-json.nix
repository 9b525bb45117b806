# The options as plain data, for a reference: [ { name, type, default, description, example } ], each of them text,
# null where an option has none.
#   nix eval --impure --json --expr 'import ./nix/options-json.nix { lib = import ./test/nixpkgs/lib; }'
{ lib }:
let
  inherit
    (lib.evalModules {
      modules = [
        ./modules/nixos.nix
        { _module.args.pkgs = throw "the reference shows no default that depends on pkgs"; }
      ];
    })
    options
    ;

  isVisible = option: option.visible or true != false && option.internal or false != true;

  entriesOf =
    tree:
    if tree._type or null == "option" then
      if isVisible tree then [ (describe tree) ] ++ below (tree.type.getSubOptions tree.loc) else [ ]
    else
      below tree;
  below = tree: builtins.concatMap entriesOf (builtins.attrValues (removeAttrs tree [ "_module" ]));

  describe = option: {
    name = lib.showOption option.loc;
    type = option.type.description;
    default = if option ? defaultText || option ? default then textOf option.defaultText or option.default else null;
    description = trimmed option.description;
    example = if option ? example then textOf option.example else null;
  };

  # A value as Nix, or text that is there already.
  textOf = value: if builtins.isAttrs value && value ? text then trimmed value.text else nix value;
  trimmed = text: builtins.head (builtins.match "(.*[^[:space:]])[[:space:]]*" text);

  nix =
    value:
    if builtins.isList value then
      "[ ${builtins.concatStringsSep " " (map nix value ++ [ "]" ])}"
    else if builtins.isAttrs value then
      "{ ${lib.concatMapStrings (name: "${lib.showOption [ name ]} = ${nix value.${name}}; ") (builtins.attrNames value)}}"
    else if value == null then
      "null"
    else
      builtins.replaceStrings [ "\${" ] [ "\\\${" ] (builtins.toJSON value);
in
entriesOf options
