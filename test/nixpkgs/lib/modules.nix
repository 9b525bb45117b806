# evalModules of nixpkgs, small: imports, options, config, mkIf/mkMerge/mkOverride, submodules, errors that name the option.
{ lib }:
let
  inherit (lib) showOption optionals;

  hasType = type: value: builtins.isAttrs value && (value._type or null) == type;
  isOption = hasType "option";
  mapNames = f: names: lib.genAttrs names f;
  namesOf = sets: builtins.attrNames (builtins.foldl' (all: set: all // set) { } sets);

  # Conditions and priorities move to the values below them, so that they are looked at as late as can be.
  push =
    value:
    if hasType "merge" value then
      builtins.concatMap push value.contents
    else if hasType "if" value then
      map (builtins.mapAttrs (_: lib.mkIf value.condition)) (push value.content)
    else if hasType "override" value then
      map (builtins.mapAttrs (_: lib.mkOverride value.priority)) (push value.content)
    else
      [ value ];

  # A definition of an option: its values, each with its priority.
  discharge =
    def:
    if hasType "merge" def.value then
      builtins.concatMap (value: discharge (def // { inherit value; })) def.value.contents
    else if hasType "if" def.value then
      optionals def.value.condition (discharge (def // { value = def.value.content; }))
    else if hasType "override" def.value then
      map (inner: inner // { inherit (def.value) priority; }) (discharge (def // { value = def.value.content; }))
    else
      [ ({ priority = 100; } // def) ];

  strongest =
    defs:
    let
      best = builtins.foldl' (least: def: if def.priority < least then def.priority else least) 9999 defs;
    in
    builtins.filter (def: def.priority == best) defs;

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
      mergeDefs loc option.type all;

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

  show = value: if builtins.isFunction value then "<function>" else builtins.toJSON value;

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
      results = mapNames at names;
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

  # Modules in whatever form, with all that they import: [ { file, options, config } ]
  load =
    args: file: module:
    let
      isPath = builtins.isPath module || builtins.isString module;
      here = if isPath then toString module else file;
      loaded = if isPath then import module else module;
      wanted = builtins.mapAttrs (name: _: args.${name} or args.config._module.args.${name});
      called =
        if builtins.isFunction loaded then loaded (args // wanted (builtins.functionArgs loaded)) else loaded;
      isLong = called ? config || called ? options;
      meta = [
        "_class"
        "_file"
        "imports"
        "key"
      ];
    in
    [
      {
        key = called.key or (if isPath then here else null);
        file = called._file or here;
        options = called.options or { };
        config = if isLong then called.config or { } else removeAttrs called meta;
      }
    ]
    ++ builtins.concatMap (load args here) (called.imports or [ ]);
in
{
  inherit mergeDefs;

  evalModules =
    {
      modules,
      specialArgs ? { },
      prefix ? [ ],
    }:
    let
      args = {
        inherit lib;
        inherit (tree) options;
        config = tree.config // {
          _module.args = moduleArgs;
        };
      }
      // specialArgs;
      loaded = builtins.concatMap (load args "<unknown-file>") modules;
      keyed = builtins.genList (index: rec {
        module = builtins.elemAt loaded index;
        key = if module.key == null then toString index else module.key;
      }) (builtins.length loaded);
      unique = map (entry: entry.module) (
        builtins.genericClosure {
          startSet = keyed;
          operator = _: [ ];
        }
      );
      defs = builtins.concatMap (
        module: map (value: { inherit value; inherit (module) file; }) (push module.config)
      ) unique;
      moduleArgs = builtins.foldl' (all: def: all // def.value._module.args or { }) { } defs;
      tree = evalTree prefix unique defs;
    in
    {
      inherit (tree) options;
      inherit (args) config;
    };
}
