// npm run docs: writes what the documentation shows of the product from the product itself.
// docs/ahorn.json, docs/deploy-ahorn.sh, docs/options.md, the man pages, and all between <!-- NAME --> and <!-- /NAME --> in pages.
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
for (const folder of ['docs', 'templates/launch']) mkdirSync(join(to, folder), { recursive: true })
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

const launchHelp = run(process.execPath, 'dist/launch.cjs', '--help')
const deployHelp = script.match(/# (Usage: [\s\S]*?)\n\n/)[1].replaceAll(/\n# ?/g, '\n')

const blocks = {
  host: fence('nix', read('test/example/ahorn.nix')),
  script: fence('bash', script.match(/(# [^\n]*\n)*activate-system\(\) [\s\S]*?\n} # activate-system\n/)[0]),
  launch: fence('text', launchHelp),
  generate: fence('text', run(process.execPath, generate, '--help')),
  deploy: fence('text', deployHelp),
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

/** A help text as a man page: a section for each title, a list where all lines are a word and what it does. */
function manPage(name, summary, help, other) {
  const roff = (text) => text.replaceAll('\\', '\\e').replaceAll('-', '\\-').replace(/^[.']/gm, '\\&$&')
  const [usage, ...parts] = help.trimEnd().split('\n\n')
  const sections = parts.map((part, at) => {
    const [, title, body] = /^(?:([^\n]*):\n)?(.*)$/s.exec(part)
    const rows = [...body.matchAll(/^ +(\S.*?) {2,}(\S.*(?:\n {20,}.*)*)$/gm)]
    const isList = rows.map(([row]) => row).join('\n') === body
    const list = rows
      .map(([, word, text]) => `.TP\n\\fB${roff(word)}\\fR\n${roff(text.replace(/\s+/g, ' '))}\n`)
      .join('')
    const heading = title ? `.SH ${title.toUpperCase()}\n` : at === 0 ? '.SH DESCRIPTION\n' : '.PP\n'
    return heading + (isList ? list : `.nf\n${roff(body)}\n.fi\n`)
  })
  const [program] = /\S+/.exec(usage.replace('Usage: ', ''))
  return `.TH ${name.toUpperCase()} 1 "" lollypops
.SH NAME
${roff(name)} \\- ${summary}
.SH SYNOPSIS
.B ${roff(program)}
${roff(usage.replace(`Usage: ${program} `, ''))}
${sections.join('')}.SH SEE ALSO
.BR ${roff(other)} (1)
`
}

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
const launchPage = manPage('launch', 'deploy several NixOS hosts side by side', launchHelp, 'deploy-host')
writeFileSync(join(to, 'templates/launch/launch.1'), launchPage)
const ofAnyHost = deployHelp
  .replace('\nWithout', '\n\nWithout')
  .replace(/Secrets of .*\n\n[\s\S]*?\n\n/, '')
  .replaceAll('ahorn', 'HOST')
writeFileSync(
  join(to, 'templates/launch/deploy-host.1'),
  manPage('deploy-host', 'deploy a NixOS host', ofAnyHost, 'launch'),
)
for (const page of ['README.md', 'docs/launch.md']) writeFileSync(join(to, page), filled(page))
