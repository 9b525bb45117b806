import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Nix } from './nix.ts'
import { tempDir } from './temp.ts'

export interface Toy {
  /** Bash text that runs while the system is built. */
  build?: string
  /** Bash text that refuses it, when it is asked before anything is touched. */
  checks?: string
  /** Bash text that runs when it is activated, before it has become /run/current-system; `$1` is the action. */
  activation?: string
  /** Bash text that runs when it is made the system to boot. */
  boot?: string
  /** Bash text that runs when it is asked what activation would do. */
  dry?: string
  /** What its closure has besides: names with versions, and bytes. */
  packages?: Record<string, number>
  /** Files of the system by name, such as `kernel`. */
  files?: Record<string, string>
}

const toySwitch = readFileSync(
  fileURLToPath(new URL('../lab/first-system/bin/switch-to-configuration', import.meta.url)),
  'utf8',
)

const flake = (
  message: string,
  { build = '', checks = '', activation = '', boot = '', dry = '', packages = {}, files = {} }: Toy,
) => `{
  outputs = { self }: {
    nixosConfigurations.ahorn.config.system.build.toplevel = derivation {
      name = "nixos-system-${message.replace(/[^\w.-]/g, '-')}";
      system = "x86_64-linux";
      builder = "/bin/bash";
      message = ${JSON.stringify(message)};
      switch = ''
${nixText(toySwitch)}
      '';
${Object.entries({ checks, activation, boot, dry })
  .map(([name, text]) => `      ${name} = ''${nixText(text)}'';\n`)
  .join(
    '',
  )}${Object.keys(packages).length === 0 ? '' : `      packages = [ ${Object.entries(packages).map(toyPackage).join(' ')} ];\n`}      args = [ "-c" ''
        PATH=/usr/bin:/bin
        ${nixText(build)}
        mkdir -p $out/bin
        echo "$message" > $out/message
        echo "$switch" > $out/bin/switch-to-configuration
        chmod +x $out/bin/switch-to-configuration
        for text in checks activation boot dry; do [ -z "''\${!text}" ] || echo "''\${!text}" > $out/$text; done
${Object.entries(files)
  .map(([name, text]) => `        echo ${nixText(`'${text}'`)} > $out/${name}`)
  .join('\n')}
${Object.keys(packages).length === 0 ? '' : '        echo "$packages" > $out/packages\n'}        # Bash would exec a last command, and Nix may kill that between its last output and its end.
        exit 0
      '' ];
    };
  };
}
`

const toyPackage = ([name, bytes]: [string, number]) =>
  `(derivation { name = "${name}"; system = "x86_64-linux"; builder = "/bin/bash"; args = [ "-c" "/usr/bin/head -c ${bytes} /dev/zero > $out; exit 0" ]; })`

/**
 * A flake in the store, at its root and in its folder `fleet`, with a host `ahorn` that stands in for a NixOS system:
 * each call of its switch-to-configuration leaves `ACTION MESSAGE` in /root/activated.
 */
export async function toyFlake(nix: Nix, message: string, toy: Toy = {}): Promise<string> {
  const dir = join(tempDir(), 'source')
  mkdirSync(join(dir, 'fleet'), { recursive: true })
  for (const folder of ['', 'fleet']) writeFileSync(join(dir, folder, 'flake.nix'), flake(message, toy))
  return nix.output('nix-store', ['--add', dir])
}

/** A store path whose `activate` leaves its arguments in the home of who runs it. */
export async function toyProfile(nix: Nix, message = 'toy'): Promise<string> {
  const dir = join(tempDir(), 'toy-profile')
  mkdirSync(dir)
  writeFileSync(join(dir, 'activate'), '#!/bin/sh\necho "$PROFILE $*" >"$HOME/activated"\n', { mode: 0o755 })
  writeFileSync(join(dir, 'message'), message)
  return nix.output('nix-store', ['--add', dir])
}

/** Text inside of Nix's two single quotes. */
function nixText(text: string): string {
  return text.replaceAll("''", "'''").replaceAll('${', "''${")
}
