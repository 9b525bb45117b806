import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Nix } from './nix.ts'
import { tempDir } from './temp.ts'

const flake = (message: string, build: string) => `{
  outputs = { self }: {
    nixosConfigurations.ahorn.config.system.build.toplevel = derivation {
      name = "toy";
      system = "x86_64-linux";
      builder = "/bin/bash";
      message = ${JSON.stringify(message)};
      args = [ "-c" ''
        PATH=/usr/bin:/bin
        ${build}
        mkdir -p $out/bin
        cat > $out/bin/switch-to-configuration <<EOF
        #!/bin/bash
        if [[ \\$1 == switch || \\$1 == test ]]; then ln -sfn $out /run/current-system; fi
        echo "\\$1 $message" >> /root/activated
        EOF
        sed -i 's/^ *//' $out/bin/switch-to-configuration
        chmod +x $out/bin/switch-to-configuration
        # Bash would exec a last command, and Nix may kill that between its last output and its end.
        exit 0
      '' ];
    };
  };
}
`

/**
 * A flake in the store, at its root and in its folder `fleet`, with a host `ahorn` that stands in for a NixOS system:
 * its activation leaves `ACTION MESSAGE` in /root/activated.
 */
export async function toyFlake(nix: Nix, message: string, build = ''): Promise<string> {
  const dir = join(tempDir(), 'source')
  mkdirSync(join(dir, 'fleet'), { recursive: true })
  for (const folder of ['', 'fleet']) writeFileSync(join(dir, folder, 'flake.nix'), flake(message, build))
  return nix.output('nix-store', ['--add', dir])
}
