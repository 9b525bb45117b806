{ lib }:
let
  inherit (lib) mergeDefs;

  # The strongest definitions that remain must agree.
  mergeEqual =
    loc: defs:
    let
      values = map (def: def.value) defs;
      first = builtins.head values;
    in
    if builtins.all (value: value == first) values then
      first
    else
      throw "The option `${lib.showOption loc}' has conflicting definition values";

  mergeOne = loc: defs: (builtins.head defs).value;

  type =
    description: check: more:
    {
      _type = "option-type";
      inherit description check;
      merge = mergeEqual;
      getSubOptions = _: { };
    }
    // more;

  isDerivation = value: builtins.isAttrs value && value.type or null == "derivation";
  isStorePath = value: builtins.isString value && dirOf value == builtins.storeDir;
  isPathLike = value: builtins.isPath value || (builtins.isString value && lib.hasPrefix "/" value);
in
rec {
  str = type "string" builtins.isString { };
  nonEmptyStr = type "non-empty string" (value: builtins.isString value && builtins.match "[[:space:]]*" value == null) { };
  ints.positive = type "positive integer, meaning >0" (value: builtins.isInt value && value > 0) { };
  ints.between =
    least: most:
    type "integer between ${toString least} and ${toString most} (both inclusive)" (
      value: builtins.isInt value && value >= least && value <= most
    ) { };
  lines = type "strings concatenated with \"\\n\"" builtins.isString {
    merge = _: defs: builtins.concatStringsSep "\n" (map (def: def.value) defs);
  };
  bool = type "boolean" builtins.isBool { };
  int = type "signed integer" builtins.isInt { };
  path = type "absolute path" isPathLike { };
  package = type "package" (value: isDerivation value || isStorePath value) { merge = mergeOne; };
  raw = type "raw value" (_: true) { merge = mergeOne; };

  enum =
    values:
    type "one of ${builtins.concatStringsSep ", " (map builtins.toJSON values)}" (
      value: builtins.elem value values
    ) { };

  nullOr =
    inner:
    type "null or ${inner.description}" (value: value == null || inner.check value) {
      merge = loc: defs: if (builtins.head defs).value == null then mergeEqual loc defs else inner.merge loc defs;
      inherit (inner) getSubOptions;
    };

  either =
    a: b:
    type "${a.description} or ${b.description}" (value: a.check value || b.check value) {
      merge =
        loc: defs: (if builtins.all (def: a.check def.value) defs then a else b).merge loc defs;
    };

  listOf =
    inner:
    type "list of ${inner.description}" builtins.isList {
      merge =
        loc:
        builtins.concatMap (
          def:
          let
            at = index: mergeDefs (loc ++ [ "[definition ${toString (index + 1)}]" ]) inner [
              (def // { value = builtins.elemAt def.value index; })
            ];
          in
          builtins.genList at (builtins.length def.value)
        );
    };

  attrsOf =
    inner:
    type "attribute set of ${inner.description}" builtins.isAttrs {
      merge =
        loc: defs:
        let
          names = builtins.attrNames (builtins.foldl' (all: def: all // def.value) { } defs);
          given = name: builtins.filter (def: def.value ? ${name}) defs;
          at = name: mergeDefs (loc ++ [ name ]) inner (map (def: def // { value = def.value.${name}; }) (given name));
        in
        lib.genAttrs names at;
      getSubOptions = loc: inner.getSubOptions (loc ++ [ "<name>" ]);
    };

  submodule =
    module:
    let
      evaluate =
        loc: modules:
        lib.evalModules {
          prefix = loc;
          modules = [ module ] ++ modules ++ [ { _module.args.name = lib.last loc; } ];
        };
    in
    type "(submodule)" (value: builtins.isAttrs value || builtins.isFunction value || isPathLike value) {
      merge =
        loc: defs:
        let
          moduleOf =
            def:
            if builtins.isAttrs def.value then
              {
                _file = def.file;
                config = def.value;
              }
            else
              def.value;
        in
        (evaluate loc (map moduleOf defs)).config;
      getSubOptions = loc: (evaluate loc [ ]).options;
    };

  addCheck = inner: more: inner // { check = value: inner.check value && more value; };
}
