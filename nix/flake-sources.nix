# The sources of a flake: what is copied to a host.
flake:
let
  sourceOf = input: input.sourceInfo.outPath or input.outPath;
  isFetched = input: input ? sourceInfo || input ? outPath;

  # Inputs may follow each other in a circle.
  closure =
    above: input:
    let
      source = sourceOf input;
      inputs = builtins.filter isFetched (builtins.attrValues (input.inputs or { }));
    in
    if builtins.elem source above then [ ] else [ source ] ++ builtins.concatMap (closure (above ++ [ source ])) inputs;

  source = flake.sourceInfo.outPath or (throw "lollypops: `flake` is not a flake: hand over `self`, the argument of its outputs");
  below = builtins.stringLength source;
  folder = builtins.substring (below + 1) (-1) (toString flake.outPath);
in
{
  inherit source;

  dir =
    if folder != "" || !(flake.isFlake or true) || builtins.pathExists "${source}/flake.nix" then
      builtins.unsafeDiscardStringContext folder
    else
      throw "lollypops: ${source} has no flake.nix: a flake in a subfolder needs Nix 2.14 or newer to deploy it";

  # Of a git checkout; Nix before 2.17 does not tell that of a dirty one.
  revision = flake.sourceInfo.rev or flake.sourceInfo.dirtyRev or "";

  inputs =
    let
      # The names of an attribute set are sorted, and each is there once.
      unique = builtins.listToAttrs (
        map (path: {
          name = builtins.unsafeDiscardStringContext path;
          value = path;
        }) (closure [ ] flake)
      );
    in
    builtins.attrValues (removeAttrs unique [ (builtins.unsafeDiscardStringContext source) ]);
}
