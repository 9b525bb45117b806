// Bundles each program into one file: who installs with Nix has no npm at hand.

import { readFile } from 'node:fs/promises'
import { build } from 'esbuild'

const { version } = JSON.parse(await readFile(new URL('package.json', import.meta.url), 'utf8'))
const outdir = process.argv[2] ?? 'dist'

await build({
  entryPoints: {
    'lollypops-generate': 'src/generate.ts',
    launch: 'src/launch.ts',
  },
  outdir,
  outExtension: { '.js': '.cjs' }, // starts a tenth earlier than an ES module
  bundle: true,
  platform: 'node',
  loader: { '.txt': 'text', '.bash': 'text', '.zsh': 'text' },
  target: 'node20',
  format: 'cjs',
  legalComments: 'none',
  define: {
    'process.env.LOLLYPOPS_VERSION': JSON.stringify(version),
    'import.meta.url': 'here' /* as deep as src/script */,
  },
  banner: {
    js: "#!/usr/bin/env node\n'use strict'\nconst here = require('node:url').pathToFileURL(__dirname + '/script/')",
  },
})
