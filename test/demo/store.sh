# shellcheck shell=bash
# Which Nix store: one of the demo's own, else that of the machine, else none.

choose_store() {
  local nix
  story=story store=own rebuild=../lab/nixos-rebuild nixpkgs=path:$work/nixpkgs
  nix=$(readlink -f "$(command -v nix)") || nix=
  if [ -z "$nix" ]; then
    without_nix 'There is no Nix here.'
  elif [[ $nix = /nix/* ]]; then
    store=machine rebuild=noted
    nixpkgs=$(nix-instantiate --find-file nixpkgs 2>/dev/null) && nixpkgs=path:$(readlink -f "$nixpkgs") ||
      nixpkgs=github:NixOS/nixpkgs/nixos-unstable
    say "Nix lives in its own store, so the demo builds there, with $nixpkgs."
  elif ! command -v git shellcheck >/dev/null; then
    without_nix 'Nix is here, but not git and shellcheck.'
  elif ! in_store true 2>/dev/null; then
    if [ "$(id -u)" = 0 ]; then
      store=machine made_nix=
      [ -e /nix/store ] || made_nix=yes
      say 'No mounts are allowed here, so the demo builds in /nix/store.'
    else
      without_nix 'Nix is here, but no folder /nix to mount a store at.'
    fi
  fi
}

without_nix() {
  story=story-without-nix store=none rebuild=noted
  say "$1 Instead of building the scripts from a flake, the demo generates them from host descriptions in JSON," \
    'and on the hosts nixos-rebuild only says what it was asked for.'
}

# in_store COMMAND.. runs it where /nix is the chosen store
in_store() {
  local root=()
  [ "$(id -u)" = 0 ] || root=(--map-root-user)
  case $store in
    own)
      HOME=$work/home XDG_CACHE_HOME=$work/home/.cache NIX_CONF_DIR=$work/nix-conf \
        unshare --mount "${root[@]}" sh -c 'mount --bind "$0" /nix && exec "$@"' "$work/nix" "$@"
      ;;
    machine) XDG_CACHE_HOME=$work/home/.cache NIX_CONFIG=$(nix_conf) "$@" ;;
    none) "$@" ;;
  esac
}

nix_conf() {
  echo 'experimental-features = nix-command flakes'
  if [[ $(readlink -f "$(command -v nix)") != /nix/* ]]; then
    printf '%s\n' 'substituters =' 'flake-registry =' 'build-users-group =' 'sandbox = false'
  fi
}

forget_store() { [ -z "${made_nix:-}" ] || rm -rf /nix/store /nix/var; }
