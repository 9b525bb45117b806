# mkIf, mkMerge and mkOverride, taken apart.
{ lib }:
let
  hasType = type: value: builtins.isAttrs value && (value._type or null) == type;
in
rec {
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
      lib.optionals def.value.condition (discharge (def // { value = def.value.content; }))
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
}
