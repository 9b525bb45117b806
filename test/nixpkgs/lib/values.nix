# The value of one option, of all its definitions. Errors name the option.
{ lib }:
let
  inherit (lib) optionals showOption;
  inherit (import ./properties.nix { inherit lib; }) discharge strongest;
  show = value: if builtins.isFunction value then "<function>" else builtins.toJSON value;
in
rec {
  valueOf =
    loc: option: defs:
    let
      given = builtins.concatMap discharge defs;
      default = {
        file = "its default";
        value = option.default;
        priority = 1500;
      };
      candidates = given ++ optionals (option ? default) [ default ];
      all = strongest candidates;
    in
    if option.readOnly or false && builtins.length candidates > 1 then
      throw "The option `${showOption loc}' is read-only, but it's set multiple times."
    else if all == [ ] then
      throw "The option `${showOption loc}' is used but not defined."
    else
      (option.apply or (value: value)) (mergeDefs loc option.type all);

  mergeDefs =
    loc: type: defs:
    let
      wrong = builtins.filter (def: !type.check def.value) defs;
      def = builtins.head wrong;
    in
    if wrong != [ ] then
      throw "A definition for option `${showOption loc}' is not of type `${type.description}'. Definition values:\n- In `${def.file}': ${show def.value}"
    else
      type.merge loc defs;
}
