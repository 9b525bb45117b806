# A Nix file with the packages of a flake, for `nix build --impure --file`: how launch gets scripts at run time.
# The flake is taken as it was (also a dirty tree, which getFlake alone would no longer know to be one).
{ flake, pkgs }:
let
  needs = import ./needs.nix pkgs;
  sources = import ./flake-sources.nix flake;

  # A path in the store, to be kept there as long as the file is.
  keep =
    path:
    let
      root = builtins.head (builtins.match "(${builtins.storeDir}/[^/]+).*" path);
    in
    if builtins.match "${builtins.storeDir}/.*" path == null then
      path
    else
      builtins.appendContext path { ${builtins.unsafeDiscardStringContext root}.path = true; };

  inQuery = builtins.replaceStrings [ "+" "/" "=" " " ] [ "%2B" "%2F" "%3D" "%20" ];
  narHash = flake.sourceInfo.narHash or null;
  attrs =
    (if sources.dir == "" then [ ] else [ "dir=${inQuery sources.dir}" ])
    ++ (if narHash == null then [ ] else [ "narHash=${inQuery narHash}" ]);
  # Of each input, for what overrides one is not in the lock file.
  inputs = builtins.mapAttrs (_: input: builtins.unsafeDiscardStringContext (toString (input.outPath or ""))) (
    removeAttrs (flake.inputs or { }) [ "self" ]
  );
  reference = "path:${sources.source}?${builtins.concatStringsSep "&" attrs}";
in
needs.runCommandLocal "lollypops-expression"
  {
    expression = ''
      let
        source = builtins.storePath "${sources.source}";
        information = builtins.unsafeDiscardStringContext (builtins.readFile ./source-info.json);
        sourceInfo = builtins.fromJSON information // { outPath = source; };
        wanted = builtins.fromJSON (builtins.unsafeDiscardStringContext (builtins.readFile ./inputs.json));
        locked =
          name: input:
          if toString (input.outPath or "") == wanted.''${name} then
            input
          else
            throw "lollypops: launch was built with another input ''${name} than flake.lock has: give --override-input to launch instead, launch --flake . ... -- --override-input ''${name} ...";
        inputs = builtins.mapAttrs locked (builtins.getFlake "${reference}").inputs;
        folder = source + "${if sources.dir == "" then "" else "/${sources.dir}"}";
        outputs = (import (folder + "/flake.nix")).outputs (inputs // { inherit self; });
        self = sourceInfo // outputs // {
          outPath = folder;
          inherit inputs outputs sourceInfo;
          _type = "flake";
        };
      in
      (import ./nix/scripts.nix).deployPackages {
        flake = self;
        pkgs = import "${keep needs.source}" { system = "${needs.system}"; config = { }; overlays = [ ]; };
      }
    '';
    sourceInfo = builtins.toJSON (removeAttrs flake.sourceInfo [ "outPath" ]);
    inputs = builtins.toJSON inputs;
    passAsFile = [
      "expression"
      "inputs"
      "sourceInfo"
    ];
  }
  ''
    mkdir $out
    cp "$expressionPath" $out/deploy.nix
    cp "$sourceInfoPath" $out/source-info.json
    cp "$inputsPath" $out/inputs.json
    cp -r ${./.} $out/nix
    cp -r ${../dist} $out/dist
    cp -r ${../templates} $out/templates
  ''
