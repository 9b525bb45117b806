import type { Host } from '../../src/description/host.ts'
import { check, host, secret, source } from './hosts.ts'

const odd = `a b'c"d $(touch /tmp/owned) \`touch /tmp/owned\` $HOME \\ \n -x ☃ ; & | * ~ # !`
const toyProfile = source.replace('source', 'toy-profile')
const input = source.replace('source', 'nixpkgs').replace('0123', '1123')

/** The hosts whose scripts are approved below test/approved, by file name. All can be deployed to a lab host `ahorn`. */
export const approvedHosts: Record<string, Host> = {
  minimal: host(),
  sudo: host({
    deployment: { ssh: { user: 'deploy' }, sudo: { enable: true, opts: ['-n'] } },
    secrets: { files: { token: secret('token', { cmd: 'printf token' }) } },
  }),
  'sudo-password': host({
    deployment: { ssh: { user: 'ops' }, sudo: { enable: true, 'ask-password': true } },
    secrets: { files: { token: secret('token', { cmd: 'printf token' }) } },
  }),
  'sudo-password-local': host({
    deployment: { 'local-evaluation': true, ssh: { user: 'ops' }, sudo: { enable: true, 'ask-password': true } },
  }),
  'local-evaluation': host({ deployment: { 'local-evaluation': true } }),
  'local-evaluation-sudo': host({
    deployment: {
      'local-evaluation': true,
      ssh: { user: 'deploy', opts: ['-o ConnectTimeout=10'] },
      sudo: { enable: true },
    },
  }),
  'local-evaluation-jump': host({
    deployment: { 'local-evaluation': true, ssh: { opts: ['-o ProxyCommand=ssh -W %h:%p porree'] } },
    secrets: { files: { 'from a file': secret('from a file', { cmd: 'cat /etc/hostname' }) } },
  }),
  plain: host({ deployment: { rollback: { enable: false } } }),
  'plain-built-here': host({
    deployment: {
      'local-evaluation': true,
      rollback: { enable: false },
      'health-checks': { ssh: check({ unit: 'ssh.service' }) },
    },
  }),
  guarded: host({
    flake: { revision: '0123456789abcdef0123456789abcdef01234567-dirty' },
    deployment: {
      rollback: {
        'confirm-timeout': 20,
        'activation-timeout': 60,
        'ignore-failed-units': ['flaky.service', "it's.service"],
      },
      'health-checks': {
        here: check({ command: 'echo well | grep -q "well"' }),
        there: check({ 'host-command': "test -d /run/systemd/system\necho 'it is'" }),
        ssh: check({ unit: 'ssh.service', tries: 2, interval: 0 }),
      },
      reboot: 'when-needed',
      'reboot-timeout': 90,
    },
    profiles: {
      toy: {
        path: toyProfile,
        user: 'alice',
        activation: '"$PROFILE/activate" "it\'s"',
        profile: '/nix/var/nix/profiles/lollypops/toy',
        order: 1000,
      },
      first: {
        path: toyProfile,
        user: 'root',
        activation: 'touch /root/first',
        profile: '/nix/var/nix/profiles/lollypops/first',
        order: 1,
      },
    },
  }),
  moving: host({
    deployment: {
      ssh: { user: 'deploy', opts: ['-p', '22'] },
      sudo: { enable: true },
      rollback: { 'confirm-host': 'ahorn', 'confirm-port': 22 },
      'health-checks': { website: check({ url: 'https://ahorn.example.org/?a=1&b=2', timeout: 3 }) },
      reboot: 'always',
    },
  }),
  'moving-password': host({
    deployment: {
      ssh: { user: 'ops' },
      sudo: { enable: true, 'ask-password': true },
      rollback: { 'confirm-host': 'ahorn' },
      'health-checks': { ssh: check({ unit: 'ssh.service' }), there: check({ 'host-command': 'true' }) },
    },
  }),
  'built-here': host({
    system: toyProfile.replace('toy-profile', 'nixos-system-toy'),
    deployment: { build: 'local', compress: true, 'substitute-on-destination': true },
  }),
  'built-there': host({
    builder: { name: 'porree', ssh: { command: 'ssh', user: 'root', host: 'porree', opts: ['-o ConnectTimeout=10'] } },
    deployment: { build: 'porree', ssh: { user: 'deploy' }, sudo: { enable: true }, 'substitute-on-destination': true },
  }),
  'built-at-address': host({ deployment: { build: 'deploy@porree' } }),
  archive: host({ flake: { inputs: [input] }, deployment: { 'deploy-method': 'archive' } }),
  rsync: host({
    deployment: { 'deploy-method': 'rsync', ssh: { user: 'deploy', opts: ['-p 22'] }, sudo: { enable: true } },
  }),
  'extra-tasks': host({
    tasks: ['check', 'greet', 'rebuild'],
    extraTasks: {
      greet: {
        dir: '/tmp',
        deps: ['check-vars', 'prepare'],
        desc: 'say hello from {{.HOSTNAME}}',
        cmds: [
          `{{.REMOTE_COMMAND}} {{.REMOTE_SSH_OPTS}} {{.REMOTE_USER}}@{{.REMOTE_HOST}} 'echo "hello from {{.HOSTNAME}}" > /root/greeting'`,
          'for word in one two; do\n  echo "$word in $(pwd)"\ndone',
        ],
      },
      prepare: { dir: '.', deps: [], desc: 'make ready', cmds: ['echo prepared', 'exit 0'] },
      together: { dir: '.', deps: ['prepare'], desc: '', cmds: [] },
      hostname: {
        dir: '~/',
        deps: [],
        desc: 'a task called like a program',
        cmds: ['if hostname -f; then cd /; fi', 'pwd'],
      },
      rebuild: {
        dir: '.',
        deps: ['greet'],
        desc: 'rebuild in our own way',
        cmds: [
          `{{.REMOTE_COMMAND}} {{.REMOTE_USER}}@{{.REMOTE_HOST}} '{{.REMOTE_SUDO_COMMAND}} nixos-rebuild {{.REBUILD_ACTION}} --flake {{.LOCAL_FLAKE_SOURCE}}#{{.HOSTNAME}}'`,
        ],
      },
    },
  }),
  everything: host({
    flake: { dir: 'fleet', inputs: [input] },
    deployment: {
      'config-dir': '/etc/lollypops',
      'deploy-method': 'archive',
      group: 'webservers',
      'may-be-offline': true,
      ssh: { user: 'deploy', opts: ['-A', '-p', '22', '-o ConnectTimeout=10', '-i/etc/ssh/keys/$USER'] },
      sudo: { enable: true, command: '/usr/bin/sudo', opts: ['-H'] },
    },
    secrets: {
      files: {
        'wifi.env': secret('wifi.env', { cmd: 'printf "PSK=%s\\n" geheim' }),
        'backup/key': secret('backup/key', {
          cmd: 'head -c 100000 /dev/zero',
          path: '/var/lib/backup/key',
          mode: '0440',
          'group-name': 'keys',
        }),
        'several lines': secret('several lines', {
          cmd: 'echo one\necho two',
          path: '/etc/several lines',
          owner: 'deploy',
        }),
      },
    },
    'home-manager': {
      users: {
        alice: {
          home: '/home/alice',
          secrets: {
            files: {
              token: secret('token', {
                cmd: 'printf token',
                path: '/home/alice/lollypops-secrets/token',
                owner: 'alice',
              }),
            },
          },
        },
      },
    },
    tasks: ['check', 'announce', 'deploy-flake', 'deploy-secrets', 'rebuild'],
    extraTasks: {
      announce: { dir: '.', deps: [], desc: 'tell who deploys', cmds: ['echo "$USER deploys {{.HOSTNAME}}"'] },
    },
  }),
  'secret-files': host({
    deployment: { ssh: { user: 'deploy' }, sudo: { enable: true } },
    secrets: {
      prune: true,
      jobs: 3,
      files: {
        'wifi.env': secret('wifi.env', {
          cmd: 'echo PSK=geheim',
          path: '/etc/wifi.env',
          restartUnits: ['toy.service'],
        }),
        'nginx/htpasswd': secret('nginx/htpasswd', {
          cmd: 'echo "$USER:geheim"',
          reloadUnits: ['toy.service', 'other.service'],
          onChange: 'echo changed >> /root/changed',
        }),
        'nginx/key': secret('nginx/key', { cmd: 'sleep 0.1\nprintf key', reloadUnits: ['other.service'] }),
        nothing: secret('nothing', { cmd: 'true', allowEmpty: true }),
        late: secret('late', { cmd: 'printf late', when: 'after-rebuild' }),
      },
    },
  }),
  hostile: host({
    deployment: {
      'config-dir': `/var/src/${odd.replaceAll('/', '_')}`,
      group: odd.replace('\n', ''),
      ssh: {
        command: `"/tmp/it's an odd \\$(touch owned)/ssh"`,
        user: 'deploy',
        opts: ['-o', 'SetEnv=LC_ODD="a $(touch /tmp/owned) `touch /tmp/owned`"', '-o ProxyCommand=ssh -W %h:%p porree'],
      },
      sudo: { enable: true, command: `"/usr/bin/../bin/su"do`, opts: ['-p', odd] },
    },
    secrets: {
      files: {
        [odd]: secret(odd, {
          cmd: `printf %s "it's odd"`,
          path: `/var/lib/${odd.replaceAll('/', '_')}/-${odd.replaceAll('/', '_')}`,
        }),
        '-n': secret('-n', { cmd: 'printf -- -n', path: '/var/lib/-n' }),
      },
    },
    tasks: ['check', 'deploy-flake', 'deploy-secrets', 'rebuild', 'odd'],
    extraTasks: {
      odd: {
        dir: '/tmp',
        deps: [],
        desc: odd,
        cmds: [
          `{{.REMOTE_COMMAND}} {{.REMOTE_SSH_OPTS}} {{.REMOTE_USER}}@{{.REMOTE_HOST}} bash <<'EOF'\n  echo "}" > 'it is odd'\nEOF`,
          "printf '%s\\n' {{.REMOTE_CONFIG_DIR}}",
        ],
      },
    },
  }),
  'another-ssh': host({
    hostName: '',
    deployment: { ssh: { command: '/usr/bin/env ssh', user: null, opts: ['-i', "/etc/ssh/keys/it's $USER"] } },
    tasks: [],
  }),
}
