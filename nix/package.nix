# The generator and the launcher.
pkgs:
let
  needs = import ./needs.nix pkgs;
in
needs.runCommandLocal "lollypops" { meta.mainProgram = "launch"; } ''
  mkdir -p $out/bin $out/lib
  cp -r ${../dist} $out/lib/dist
  cp -r ${../templates} $out/lib/templates
  # A small nursery: what goes through launch is bytes that are soon gone (10 GiB to a slow reader in 100 MB).
  for program in lollypops-generate launch; do
    printf '#!%s\nexec %s --max-semi-space-size=2 "%s" "$@"\n' ${needs.shell} ${needs.nodejs}/bin/node $out/lib/dist/$program.cjs > $out/bin/$program
    chmod +x $out/bin/$program
  done

  share=$out/share
  mkdir -p $share/man/man1 $share/bash-completion/completions $share/zsh/site-functions $share/fish/vendor_completions.d
  ln -s $out/lib/templates/launch/*.1 $share/man/man1
  $out/bin/launch --completion bash > $share/bash-completion/completions/launch
  $out/bin/launch --completion zsh > $share/zsh/site-functions/_launch
  $out/bin/launch --completion fish > $share/fish/vendor_completions.d/launch.fish
''
