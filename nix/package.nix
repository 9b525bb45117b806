# The generator and the launcher.
pkgs:
let
  needs = import ./needs.nix pkgs;
in
needs.runCommandLocal "lollypops" { meta.mainProgram = "launch"; } ''
  mkdir -p $out/bin $out/lib
  cp -r ${../dist} $out/lib/dist
  cp -r ${../templates} $out/lib/templates
  for program in lollypops-generate launch; do
    printf '#!%s\nexec %s "%s" "$@"\n' ${needs.shell} ${needs.nodejs}/bin/node $out/lib/dist/$program.cjs > $out/bin/$program
    chmod +x $out/bin/$program
  done
''
