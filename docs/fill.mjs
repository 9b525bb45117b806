// npm run docs: writes what the documentation shows of the product from the product itself.
// docs/ahorn.json, docs/deploy-ahorn.sh, docs/options.md, and all between <!-- NAME --> and <!-- /NAME --> in pages.
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

/** What an expression is worth. */
const evaluated = (expression) =>
  JSON.parse(
    run(
      'nix',
      '--extra-experimental-features',
      'nix-command flakes',
      'eval',
      '--impure',
      '--json',
      '--expr',
      expression,
    ),
  )

// The host ahorn of test/example, as if that were a flake in the store.
const ahorn = JSON.stringify(
  evaluated(`let
    lib = import ./test/nixpkgs/lib;
    source = toString ./test/example;
    modules = [ ./nix/modules/nixos.nix ./test/example/common.nix ./test/example/ahorn.nix ];
    flake = {
      outPath = source;
      sourceInfo = { outPath = source; rev = "3f1c0d9a7be24588a1d6f02c9b47e35d8a60c4f1"; };
      nixosConfigurations.ahorn = import ./test/nixpkgs/nixos { inherit lib; } { inherit modules; system = "x86_64-linux"; };
    };
  in import ./nix/host.nix { inherit flake; name = "ahorn"; }`),
  null,
  2,
).replaceAll(join(root, 'test/example'), '/nix/store/5h7sg7ngl6mkfnqb42z1vpz5y9xacw0q-source')
mkdirSync(join(to, 'docs'), { recursive: true })
writeFileSync(join(to, 'docs/ahorn.json'), `${ahorn}\n`)
const generate = join(root, 'dist/lollypops-generate.cjs')
const script = run(process.execPath, generate, join(to, 'docs/ahorn.json'))
const options = evaluated('import ./nix/options-json.nix { lib = import ./test/nixpkgs/lib; }')

const block = (text) =>
  text.includes('`')
    ? ` ${text}`
    : text.includes('\n') || text.startsWith('{')
      ? `\n\n${fence('nix', text)}`
      : ` \`${text}\``

const blocks = {
  host: fence('nix', read('test/example/ahorn.nix')),
  script: fence('bash', script.match(/(# [^\n]*\n)*activate-system\(\) [\s\S]*?\n} # activate-system\n/)[0]),
  launch: fence('text', run(process.execPath, 'dist/launch.cjs', '--help')),
  generate: fence('text', run(process.execPath, generate, '--help')),
  deploy: fence('text', script.match(/# (Usage: [\s\S]*?)\n#\n\n/)[1].replaceAll(/\n# ?/g, '\n')),
}

const reference = options.map(({ name, type, default: value, example, description }) =>
  [
    `## ${name}`,
    description.trim(),
    `_Type:_ ${type}`,
    value === null ? '_Has no default._' : `_Default:_${block(value)}`,
    example === null ? '' : `_Example:_${block(example)}`,
  ]
    .filter(Boolean)
    .join('\n\n'),
)

/** A page with what stands between <!-- NAME --> and <!-- /NAME --> as it is now. */
const filled = (page) =>
  Object.entries(blocks).reduce(
    (text, [name, block]) =>
      text.replace(
        new RegExp(`(<!-- ${name} -->\n)[^]*(<!-- /${name} -->)`),
        (_, open, close) => `${open}\n${block}\n\n${close}`,
      ),
    read(page),
  )

writeFileSync(join(to, 'docs/deploy-ahorn.sh'), script)
writeFileSync(
  join(to, 'docs/options.md'),
  `# Options\n\nMade by \`npm run docs\` from nix/options.\n\n${reference.join('\n\n')}\n`,
)
for (const page of ['README.md', 'docs/launch.md']) writeFileSync(join(to, page), filled(page))
