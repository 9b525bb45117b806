import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Lab } from './lab.ts'

const file = (path: string) => readFileSync(fileURLToPath(new URL(`../real/${path}`, import.meta.url)), 'utf8')
const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`

/** nixpkgs' switch-to-configuration for a lab host, with `@out@` in place of its system. */
export function realSwitch(nixpkgs: string): string {
  const source = readFileSync(join(nixpkgs, 'nixos/modules/system/activation/switch-to-configuration.pl'), 'utf8')
  const replacements: [string | RegExp, string][] = [
    [/^.*/, '#!/usr/bin/perl'],
    ['@toplevel@', '@out@'],
    ['@systemd@', '@out@/systemd'],
    ['@installBootLoader@', '@out@/install-boot-loader'],
    [/@(coreutils|utillinux)@/g, '/usr'],
    ['@su@', '/usr/bin/su'],
    ['@shell@', '/bin/sh'],
    ['@distroId@', 'nixos'],
    [/@localeArchive@/g, ''],
    // What has changed since this was Perl: it does not wait for its lock, and asks pre-switch checks.
    [/flock\(\$stc_lock, LOCK_EX\) or die .*/, 'flock($stc_lock, LOCK_EX | LOCK_NB) or exit(11);'],
    ['$action ne "switch" &&', '$action ne "check" && $action ne "switch" &&'],
    [
      'make_path("/run/nixos"',
      `if ($action ne "dry-activate" && ($ENV{NIXOS_NO_CHECK} // "") ne "1") {
    system("@out@/pre-switch-check") == 0 or do { print STDERR "Pre-switch checks failed\\n"; exit(1) };
}
exit(0) if $action eq "check";
make_path("/run/nixos"`,
    ],
  ]
  return replacements.reduce((text, [what, by]) => {
    const replaced = text.replace(what, () => by)
    if (replaced === text) throw new Error(`${nixpkgs}: nothing in its switch-to-configuration.pl is like ${what}`)
    return replaced
  }, source)
}

/** Makes a lab host boot as NixOS does, and puts there what `realSystem` needs. */
export async function makeReal(lab: Lab, name: string, nixpkgs: string): Promise<void> {
  await lab.exec(
    name,
    `set -e
    touch /etc/NIXOS
    mv /etc/systemd/system /root/units
    mkdir /root/spec
    cat >/root/spec/stc.pl <<'STC'\n${realSwitch(nixpkgs)}\nSTC
    cat >/root/toplevel.sh <<'BUILD'\n${file('toplevel.sh')}\nBUILD
    cat >/sbin/stage-2 <<'INIT'\n${file('stage-2.sh')}\nINIT
    chmod +x /sbin/stage-2
    rm /root/units/*.wants/boot-system.service
    printf '%s\\n' '[Service]' Type=oneshot ExecStart=true >/etc/systemd/user/nixos-activation.service`,
  )
}

/** Builds a system there; returns its store path. */
export const realSystem = (
  lab: Lab,
  name: string,
  message: string,
  texts: Record<string, string | undefined>,
): Promise<string> =>
  lab.exec(
    name,
    `set -e
    spec=$(mktemp -d)/spec
    cp -r /root/spec $spec
    cd $spec
    mkdir units
    ${Object.entries({ message, ...texts })
      .map(([path, text = '']) => `mkdir -p $(dirname ${quoted(path)}); echo ${quoted(text)} >${quoted(path)}`)
      .join('\n')}
    cd /
    spec=$(nix-store --add $spec) build=$(nix-store --add /root/toplevel.sh)
    nix-build --no-out-link --option build-users-group '' -E "derivation {
      name = \\"nixos-system-${message}\\"; system = \\"x86_64-linux\\"; builder = \\"/bin/bash\\";
      args = [ (builtins.storePath \\"$build\\") (builtins.storePath \\"$spec\\") ];
    }" 2>/tmp/build || { cat /tmp/build >&2; exit 1; }`,
  )
