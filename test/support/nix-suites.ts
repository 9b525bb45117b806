import { chmodSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { labScript } from './needs.ts'
import { output } from './run.ts'
import { tempDir } from './temp.ts'

/** Debian suites by the Nix they carry: 2.8, 2.26, 2.34. */
export type Suite = 'bookworm' | 'trixie' | 'sid'

/**
 * A folder to put first in PATH, with the Nix commands of a suite: they start that suite's binaries with
 * that suite's libraries, from the rootfs of the lab's hosts. Needs `needs('lab')`.
 */
export async function nixOf(suite: Suite): Promise<string> {
  const rootfs = await output(labScript, ['base'], { env: { LAB_SUITE: suite }, timeout: 600_000 })
  const bin = tempDir()
  for (const name of readdirSync(join(rootfs, 'usr/bin')).filter(
    (name) => name.startsWith('nix') && name !== 'nixos-rebuild',
  )) {
    const lib = `${rootfs}/usr/lib/x86_64-linux-gnu`
    const start = `${rootfs}/usr/lib64/ld-linux-x86-64.so.2 --argv0 ${name} --library-path ${lib} ${rootfs}/usr/bin/${name}`
    // nix would start itself as build hook by /proc/self/exe, which is the loader
    const options = ['nix', 'nix-build', 'nix-env', 'nix-store', 'nix-shell'].includes(name)
      ? "--option build-hook ''"
      : ''
    writeFileSync(join(bin, name), `#!/bin/sh\nexec ${start} ${options} "$@"\n`)
    chmodSync(join(bin, name), 0o755)
  }
  return bin
}
