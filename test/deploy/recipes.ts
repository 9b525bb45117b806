import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Need } from '../support/needs.ts'

/** A folder to keep secrets in, and the means to get them there. */
export interface Store {
  dir: string
  home: string
  /** Runs bash text, with that on standard input, where HOME is `home`. */
  sh(text: string, input?: string | Buffer): Promise<Buffer>
}

export interface Recipe {
  needs?: Need[]
  /** What stands in, and why. */
  standIn?: string
  /** Stores secrets, and says what is to arrive, by the name of the secret. */
  prepare(store: Store): Promise<Prepared>
}

interface Prepared {
  arrives: Record<string, Buffer | string>
  env?: Record<string, string>
  /** Locks the store, or gives the environment without its key: then no secret may change, and nothing may ask. */
  locked: () => Promise<Record<string, string | undefined>>
  /** For `./NAME` in Nix. */
  files?: Record<string, Buffer>
}

const every = Buffer.from([...Array(256).keys(), 10, 10])
const text = `it's "geheim" $(id) ☃`
const lines = `${text}\nsecond: line\n`
const prefix = 'hosts/ahorn'

async function gpgKey({ dir, sh }: Store, passphrase = '') {
  const env = { GNUPGHOME: join(dir, 'gnupg'), PASSWORD_STORE_DIR: join(dir, 'store') }
  mkdirSync(env.GNUPGHOME, { mode: 0o700 })
  const set = `export GNUPGHOME=${env.GNUPGHOME} PASSWORD_STORE_DIR=${env.PASSWORD_STORE_DIR}`
  await sh(
    `${set}; gpg --batch --quiet --pinentry-mode loopback --passphrase '${passphrase}' --quick-gen-key ahorn default default never`,
  )
  return { env, set }
}

/** A password store with these entries, and the environment in which they can be read. */
async function passwordStore(store: Store, entries: Record<string, Buffer | string>) {
  const { env, set } = await gpgKey(store)
  await store.sh(`${set}; pass init ahorn`)
  for (const [name, content] of Object.entries(entries))
    await store.sh(`${set}; pass insert --multiline ${prefix}/${name}`, content)
  return { env, set, locked: async () => ({ ...env, GNUPGHOME: store.dir }) }
}

/** An age key in this file, and what makes a file that it opens. */
async function ageKey({ sh }: Store, file: string) {
  await sh(`mkdir -p ${dirname(file)}; age-keygen -o ${file}`)
  return (content: Buffer | string) => sh(`age --encrypt --recipient "$(age-keygen -y ${file})"`, content)
}

const written = (file: string, content: Buffer | string) => {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, content)
}

/** A stand-in for a service, which opens for these variables. */
const service = (dir: string, env: Record<string, string>, values: Record<string, string>) => {
  for (const [file, content] of Object.entries(values)) written(join(dir, file), content)
  const without = Object.fromEntries(Object.keys(env).map((name) => [name, undefined]))
  return { env: { ...env, STAND_IN_STORE: dir }, locked: async () => ({ ...without, STAND_IN_STORE: dir }) }
}

const none = 'neither Debian nor npm has it'

/** One for each block of docs/secrets.md, by its heading. */
export const recipes: Record<string, Recipe> = {
  'What holds for all of them': {
    async prepare(store) {
      const { env, locked } = await passwordStore(store, { grafana: text, 'extra.conf': '# only this\n' })
      return {
        env: { ...env, WIFI_PSK: text },
        locked,
        arrives: { 'wifi.env': `PSK=${text}\n`, 'grafana/admin': text, 'extra.conf': '' },
      }
    },
  },
  pass: {
    async prepare(store) {
      const { env, set, locked } = await passwordStore(store, { 'wifi.env': every, login: lines })
      const generated = await store.sh(
        `${set}; pass generate ${prefix}/generated >/dev/null; pass show ${prefix}/generated | tail -c 1`,
      )
      if (generated.toString() !== '\n')
        throw new Error('pass generate stores no final newline any more: mend docs/secrets.md')
      return { env, locked, arrives: { 'wifi.env': every, login: `${text}\n`, password: text } }
    },
  },
  gopass: {
    standIn: 'Debian has only another program of that name',
    async prepare(store) {
      const { env, locked } = await passwordStore(store, { token: lines, 'wifi.env': lines })
      return { env, locked, arrives: { token: text, 'wifi.env': lines } }
    },
  },
  'gopass 2': {
    needs: ['gopass'],
    async prepare(store) {
      const { env, locked } = await passwordStore(store, { 'wifi.env': `${lines}\n\n` })
      return { env, locked, arrives: { 'wifi.env': lines } }
    },
  },
  passage: {
    needs: ['age'],
    standIn: `a stand-in over the real age: ${none}`,
    async prepare(store) {
      const env = { PASSAGE_DIR: join(store.dir, 'store'), PASSAGE_IDENTITIES_FILE: join(store.dir, 'identities') }
      const encrypt = await ageKey(store, env.PASSAGE_IDENTITIES_FILE)
      written(join(env.PASSAGE_DIR, prefix, 'wifi.env.age'), await encrypt(every))
      return {
        env,
        locked: async () => ({ ...env, PASSAGE_IDENTITIES_FILE: '/dev/null' }),
        arrives: { 'wifi.env': every },
      }
    },
  },
  age: {
    needs: ['age'],
    async prepare(store) {
      const key = join(store.home, '.config/age/key.txt')
      const encrypt = await ageKey(store, key)
      written(join(store.home, 'secrets/ahorn/key.age'), await encrypt(every))
      const locked = async () => {
        await store.sh(`rm ${key}`)
        return {}
      }
      return { files: { 'token.age': await encrypt(text) }, locked, arrives: { token: text, key: every } }
    },
  },
  sops: {
    needs: ['age'],
    standIn: `a stand-in over the real age: ${none}`,
    async prepare(store) {
      const env = { SOPS_AGE_KEY_FILE: join(store.dir, 'keys.txt') }
      const encrypt = await ageKey(store, env.SOPS_AGE_KEY_FILE)
      const files = { 'secrets.yaml': await encrypt(JSON.stringify({ wifi: text })), 'key.sops': await encrypt(every) }
      return { env, files, locked: async () => ({ SOPS_AGE_KEY_FILE: undefined }), arrives: { wifi: text, key: every } }
    },
  },
  gpg: {
    async prepare(store) {
      const { env, set } = await gpgKey(store, 'passphrase')
      const file = join(store.home, 'secrets/ahorn/token.gpg')
      written(file, await store.sh(`${set}; gpg --batch --quiet --recipient ahorn --encrypt`, every))
      await store.sh(`${set}; gpg --batch --quiet --pinentry-mode loopback --passphrase passphrase --decrypt ${file}`)
      const locked = async () => {
        await store.sh(`${set}; gpgconf --reload gpg-agent`)
        return env
      }
      return { env, locked, arrives: { token: every } }
    },
  },
  'A plain file': {
    async prepare({ home }) {
      const file = join(home, 'secrets/ahorn/backup.key')
      written(file, every)
      const locked = async () => {
        rmSync(file)
        return {}
      }
      return { locked, arrives: { 'backup.key': every } }
    },
  },
  'An environment variable': {
    prepare: async () => ({
      env: { AHORN_TOKEN: text, AHORN_KEY: every.toString('base64') },
      locked: async () => ({ AHORN_TOKEN: undefined }),
      arrives: { token: text, 'token.env': `TOKEN=${text}\n`, key: every },
    }),
  },
  'HashiCorp Vault': {
    standIn: none,
    prepare: async ({ dir }) => ({
      ...service(dir, { VAULT_ADDR: 'https://vault.example.org', VAULT_TOKEN: 'open' }, { 'ahorn/db/password': text }),
      arrives: { 'db.password': text },
    }),
  },
  Bitwarden: {
    standIn: 'the real one wants an account at a server',
    prepare: async ({ dir }) => ({
      ...service(dir, { BW_SESSION: 'open' }, { 'ahorn-db/password': text, 'ahorn-note/notes': lines }),
      arrives: { password: text, note: lines },
    }),
  },
  '1Password': {
    standIn: none,
    prepare: async ({ dir }) => ({
      ...service(
        dir,
        { OP_SERVICE_ACCOUNT_TOKEN: 'open' },
        { 'hosts/ahorn/password': text, 'hosts/ahorn/ssh/private key': lines },
      ),
      arrives: { password: text, key: lines },
    }),
  },
  'Anything else': {
    async prepare(store) {
      const { env, locked } = await passwordStore(store, { login: lines })
      return { env, locked, arrives: { netrc: `machine git.example.org login ahorn password ${text}\n` } }
    },
  },
}
