import type { HealthCheck } from '../../src/description/deployment.ts'
import type { Host, Profile } from '../../src/description/host.ts'

type Partially<T> = { [K in keyof T]?: T[K] extends unknown[] ? T[K] : T[K] extends object ? Partially<T[K]> : T[K] }

export const source = '/nix/store/0123456789abcdfghijklmnpqrsvwxyz-source'

const minimal: Host = {
  version: 1,
  name: 'ahorn',
  hostName: 'ahorn',
  flake: { source, dir: '', inputs: [], revision: '' },
  deployment: {
    'config-dir': '/var/src/lollypops',
    'deploy-method': 'copy',
    'local-evaluation': false,
    build: 'target',
    'substitute-on-destination': false,
    compress: false,
    group: 'default',
    tags: [],
    'may-be-offline': false,
    ssh: { command: 'ssh', user: 'root', host: 'ahorn', opts: [] },
    sudo: { enable: false, command: 'sudo', opts: [], 'ask-password': false },
    rollback: {
      enable: true,
      'confirm-timeout': 30,
      'activation-timeout': 300,
      'confirm-host': null,
      'confirm-port': null,
      'ignore-failed-units': [],
    },
    'health-checks': {},
    reboot: 'never',
    'reboot-guard': true,
    'reboot-timeout': 600,
  },
  system: null,
  builder: null,
  platform: '',
  secrets: { files: {}, prune: false, jobs: 1 },
  'home-manager': { users: {} },
  profiles: {},
  tasks: ['check', 'deploy-flake', 'deploy-secrets', 'rebuild'],
  pull: false,
  shellcheck: 'error',
  extraTasks: {},
}

/** A host description: the minimal one with these parts in place of its own. */
export function host(parts: Partially<Host> = {}): Host {
  return merge(minimal, parts) as Host
}

export function secret(
  name: string,
  parts: Partial<Host['secrets']['files'][string]> = {},
): Host['secrets']['files'][string] {
  return {
    name,
    cmd: `pass ${name}`,
    path: `/var/src/lollypops-secrets/${name}`,
    mode: '0400',
    owner: 'root',
    'group-name': 'users',
    allowEmpty: false,
    when: 'before-rebuild',
    restartUnits: [],
    reloadUnits: [],
    onChange: '',
    ...parts,
  }
}

export function healthCheck(parts: Partial<HealthCheck> = {}): HealthCheck {
  return { command: null, 'host-command': null, url: null, unit: null, timeout: 10, interval: 2, tries: 5, ...parts }
}

export function profile(name: string, parts: Partial<Profile> = {}): Profile {
  return {
    path: '/nix/store/0123456789abcdfghijklmnpqrsvwxyz-profile',
    user: 'root',
    activation: '"$PROFILE/activate"',
    profile: `/nix/var/nix/profiles/lollypops/${name}`,
    order: 1000,
    ...parts,
  }
}

/** A health check of a host. */
export function check(
  parts: Partial<Host['deployment']['health-checks'][string]>,
): Host['deployment']['health-checks'][string] {
  return { command: null, 'host-command': null, url: null, unit: null, timeout: 5, interval: 1, tries: 3, ...parts }
}

function merge(base: unknown, parts: unknown): unknown {
  if (!isRecord(base) || !isRecord(parts)) return parts
  const merged = Object.entries(parts).map(([key, value]) => [key, key in base ? merge(base[key], value) : value])
  return { ...base, ...Object.fromEntries(merged) }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
