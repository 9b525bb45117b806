{
  description = "The part of flake-parts that the tests of lollypops need, as strict as it was before August 2024";

  outputs = _: {
    lib.mkFlake =
      { inputs }:
      module:
      let
        inherit (inputs.nixpkgs) lib legacyPackages;
        inherit (lib) genAttrs mkOption types;
        every = types.raw // {
          merge = _: map (def: def.value);
        };
        inherit
          (lib.evalModules {
            specialArgs = {
              inherit inputs;
              inherit (inputs) self;
            };
            modules = [
              module
              {
                options.systems = mkOption { type = types.listOf types.str; };
                options.flake = mkOption { type = types.attrsOf types.raw; };
                options.perSystem = mkOption { type = every; };
              }
            ];
          })
          config
          ;

        app =
          name: { type, program }:
          {
            inherit type program;
          };
        check = kind: if kind == "apps" then builtins.mapAttrs app else outputs: outputs;
        outputsOf =
          kind: system:
          builtins.foldl' (all: module: all // (module { pkgs = legacyPackages.${system}; }).${kind} or { }) { } config.perSystem;
      in
      genAttrs [ "packages" "apps" "checks" ] (
        kind: genAttrs config.systems (system: check kind (outputsOf kind system))
      )
      // config.flake;
  };
}
