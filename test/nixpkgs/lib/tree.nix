{ lib }:
let
  inherit (lib) showOption;
  inherit (import ./properties.nix { inherit lib; }) push;
  inherit (import ./values.nix { inherit lib; }) valueOf;
  isOption = tree: tree._type or null == "option";
  namesOf = sets: builtins.attrNames (builtins.foldl' (all: set: all // set) { } sets);

  # Options and definitions at one place of the tree -> { options, config } there.
  evalTree =
    loc: decls: defs:
    let
      names = namesOf (map (decl: decl.options) decls);
      at =
        name:
        let
          here = loc ++ [ name ];
          declared = map (decl: decl // { options = decl.options.${name}; }) (
            builtins.filter (decl: decl.options ? ${name}) decls
          );
          defined = map (def: def // { value = def.value.${name}; }) (
            builtins.filter (def: def.value ? ${name}) defs
          );
          option = (builtins.head declared).options;
          pushed = builtins.concatMap (def: map (value: def // { inherit value; }) (push def.value)) defined;
        in
        if isOption option then
          {
            options = option // {
              loc = here;
              isDefined = defined != [ ];
            };
            config = valueOf here option defined;
          }
        else
          evalTree here declared pushed;
      results = lib.genAttrs names at;
      unknown = builtins.concatMap (
        def: map (name: def // { inherit name; }) (builtins.attrNames (removeAttrs def.value (names ++ [ "_module" ])))
      ) defs;
      first = builtins.head unknown;
    in
    {
      options = builtins.mapAttrs (_: result: result.options) results;
      config =
        if unknown != [ ] then
          throw "The option `${showOption (loc ++ [ first.name ])}' does not exist. Definition values:\n- In `${first.file}'"
        else
          builtins.mapAttrs (_: result: result.config) results;
    };
in
evalTree
