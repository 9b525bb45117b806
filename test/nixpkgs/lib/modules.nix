# evalModules of nixpkgs, small: imports, options, config, mkIf/mkMerge/mkOverride, submodules.
{ lib }:
let
  inherit (import ./properties.nix { inherit lib; }) push;
  evalTree = import ./tree.nix { inherit lib; };

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
  inherit (import ./values.nix { inherit lib; }) mergeDefs;

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
