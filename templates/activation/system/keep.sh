  if [[ $action == switch ]]; then
    why='it could not be made the system to boot'
    case $link in
      /nix/var/nix/profiles/*) generation "$link" ;;
      *) profile --set "$new" ;;
    esac && switch "$new" boot || return
  fi
