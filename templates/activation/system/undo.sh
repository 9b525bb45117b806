  if [[ $(readlink /nix/var/nix/profiles/system) != "$generation" ]]; then
    generation "$generation"
    switch "/nix/var/nix/profiles/$generation" boot
  fi
  switch "$old" test || code=$?
