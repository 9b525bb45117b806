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

  # Of an input, what flake.lock has for it: a node, or null
  lockFile = "${toString flake.outPath}/flake.lock";
  lock = if builtins.pathExists lockFile then builtins.fromJSON (builtins.readFile lockFile) else { nodes = { }; };
  nodeAt =
    from: name:
    let
      to = lock.nodes.${from}.inputs.${name} or null;
    in
    if builtins.isList to then builtins.foldl' nodeAt lock.root to else to;
  lockedHash = name: lock.nodes.${toString (nodeAt (lock.root or "") name)}.locked.narHash or null;
in
{
  inherit source;

  dir =
    if folder != "" || !(flake.isFlake or true) || builtins.pathExists "${source}/flake.nix" then
      builtins.unsafeDiscardStringContext folder
    else
      throw "lollypops: ${source} has no flake.nix: a flake in a subfolder needs Nix 2.14 or newer to deploy it";

  # The name of an input that is another one than flake.lock has, or null: one that --override-input has changed for once,
  # of which nobody who evaluates the source again would know.
  overridden =
    let
      inputs = removeAttrs (flake.inputs or { }) [ "self" ];
      differs =
        name:
        let
          locked = lockedHash name;
        in
        locked != null && locked != inputs.${name}.narHash or locked;
      different = builtins.filter differs (builtins.attrNames inputs);
    in
    if different == [ ] then null else builtins.head different;

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
