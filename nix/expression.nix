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
  reference = "path:${sources.source}?${builtins.concatStringsSep "&" attrs}";
  refusal = name: "lollypops: launch evaluates the flake with its flake.lock, which has another ${name}: use launch --flake . ... -- --override-input ${name} ...";
in
assert sources.overridden == null || throw (refusal sources.overridden);
needs.runCommandLocal "lollypops-expression"
  {
    expression = ''
      let
        source = builtins.storePath "${sources.source}";
        information = builtins.unsafeDiscardStringContext (builtins.readFile ./source-info.json);
        sourceInfo = builtins.fromJSON information // { outPath = source; };
        inherit (builtins.getFlake "${reference}") inputs;
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
    passAsFile = [
      "expression"
      "sourceInfo"
    ];
  }
  ''
    mkdir $out
    cp "$expressionPath" $out/deploy.nix
    cp "$sourceInfoPath" $out/source-info.json
    cp -r ${./.} $out/nix
    cp -r ${../dist} $out/dist
    cp -r ${../templates} $out/templates
  ''
