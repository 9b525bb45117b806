# shellcheck shell=bash
# The rootfs below every host: made once per suite and recipe, read-only from then on.

BASE_PACKAGES=systemd-sysv,dbus,libpam-systemd,openssh-server,openssh-client,nix-bin,nix-setup-systemd
BASE_PACKAGES+=,gawk,rsync,sudo,iproute2,git,procps,ca-certificates
[ "$LAB_SUITE" = bookworm ] || BASE_PACKAGES+=,sudo-rs,opendoas
[ -z "${LAB_PACKAGES-}" ] || BASE_PACKAGES+=,$LAB_PACKAGES

base_dir() {
  local recipe
  recipe=$(cat "$HERE"/base.sh "$HERE"/base-hook.sh "$HERE"/nixos-rebuild "$HERE"/first-system/bin/* - \
    <<<"$BASE_PACKAGES" | sha256sum)
  echo "$LAB_DIR/base/$LAB_SUITE-${recipe:0:12}"
}

base() {
  local dir
  dir=$(base_dir)
  lock "base-$LAB_SUITE"
  if [ ! -d "$dir" ]; then
    echo "lab: building the rootfs of the hosts ($LAB_SUITE), once" >&2
    rm -rf --one-file-system "$LAB_DIR/base/$LAB_SUITE"-*.new
    mkdir -p "$LAB_DIR/base"
    build_base "$dir.new" || die "could not build $dir"
    mv "$dir.new" "$dir"
    find "$LAB_DIR/base" -mindepth 1 -maxdepth 1 -mtime +7 -exec rm -rf --one-file-system {} + # of older recipes
  fi
  touch "$dir"
  unlock
}

build_base() {
  local mirror # the one that apt uses here
  mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Identifier: Packages' 'Label: Debian' | head -n 1)
  mmdebstrap --quiet --variant=minbase --mode=root --include="$BASE_PACKAGES" \
    --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/doc/*' \
    --dpkgopt='path-exclude=/usr/share/locale/*' \
    --aptopt='APT::Install-Recommends "0"' --aptopt='Acquire::Check-Valid-Until "false"' \
    --customize-hook="$HERE/base-hook.sh" \
    "$LAB_SUITE" "$1" ${mirror:+"$mirror"} 9>&-
}
