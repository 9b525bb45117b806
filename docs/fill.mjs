// npm run docs: writes what the documentation shows of the product from the product itself.
// docs/deploy-ahorn.sh, docs/options.md, and in README.md all between <!-- NAME --> and <!-- /NAME -->.
// Needs nix, for the options. With an argument it writes into that folder, for the test that compares.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { $ } from 'zx'

const root = fileURLToPath(new URL('..', import.meta.url))
const to = process.argv[2] ?? root
const read = (file) => readFileSync(join(root, file), 'utf8')
const run = (...words) => $.sync({ cwd: root })`${words}`.stdout
const fence = (language, text) => `\`\`\`${language}\n${text.trimEnd()}\n\`\`\``

const script = run(process.execPath, 'dist/lollypops-generate.cjs', 'docs/ahorn.json')
const options = JSON.parse(
  run(
    'nix',
    '--extra-experimental-features',
    'nix-command flakes',
    'eval',
    '--impure',
    '--json',
    '--expr',
    'import ./nix/options-json.nix { lib = import ./test/nixpkgs/lib; }',
  ),
)

const cell = (text) =>
  text === null ? '' : text.includes('`') ? text : `\`${text.replace(/\s*\n\s*/g, ' ').replaceAll('|', '\\|')}\``
const firstSentence = (text) =>
  text
    .replace(/\n\s*\n[\s\S]*/, '')
    .replace(/\s*\n\s*/g, ' ')
    .replace(/(?<=[a-z`)])[.:] (?=[A-Z`])[\s\S]*/, '.')
    .replaceAll('|', '\\|')
const block = (text) =>
  text.includes('`')
    ? ` ${text}`
    : text.includes('\n') || text.startsWith('{')
      ? `\n\n${fence('nix', text)}`
      : ` \`${text}\``
const anchor = (name) => name.toLowerCase().replace(/[^a-z0-9 _-]/g, '')

const blocks = {
  flake:
    fence('nix', read('test/example/flake.nix')) +
    '\n\nand a host says in its own configuration how it is deployed:\n\n' +
    fence('nix', read('test/example/ahorn.nix')),
  script: fence(
    'bash',
    script.match(/[\s\S]*?\n\n(?=set -)/)[0] +
      '# …\n\n' +
      ['deploy-flake', 'build-system']
        .map((task) => script.match(new RegExp(`# ${task}: [^]*?\n} # ${task}\n`))[0])
        .join('\n') +
      '\n# …',
  ),
  launch: fence('text', run(process.execPath, 'dist/launch.cjs', '--help')),
  generate: fence('text', run(process.execPath, 'dist/lollypops-generate.cjs', '--help')),
  options: [
    '| option | default | |',
    '| --- | --- | --- |',
    ...options.map(
      ({ name, default: value, description }) =>
        `| [\`${name.replace(/^lollypops\./, '')}\`](docs/options.md#${anchor(name)}) | ${cell(value)} | ${firstSentence(description)} |`,
    ),
  ].join('\n'),
}

const reference = options.map(({ name, type, default: value, example, description }) =>
  [
    `## ${name}`,
    description.trim(),
    `*Type:* ${type}`,
    value === null ? '*Has no default.*' : `*Default:*${block(value)}`,
    example === null ? '' : `*Example:*${block(example)}`,
  ]
    .filter(Boolean)
    .join('\n\n'),
)

const readme = Object.entries(blocks).reduce(
  (text, [name, block]) =>
    text.replace(
      new RegExp(`(<!-- ${name} -->\n)[^]*(<!-- /${name} -->)`),
      (_, open, close) => `${open}\n${block}\n\n${close}`,
    ),
  read('README.md'),
)

mkdirSync(join(to, 'docs'), { recursive: true })
writeFileSync(join(to, 'docs/deploy-ahorn.sh'), script)
writeFileSync(
  join(to, 'docs/options.md'),
  `# Options\n\nMade by \`npm run docs\` from nix/options.\n\n${reference.join('\n\n')}\n`,
)
writeFileSync(join(to, 'README.md'), readme)
