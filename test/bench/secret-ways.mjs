import { randomBytes } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { deployScript } from './deploy-script.mjs'

const names = Array.from({ length: 100 }, (_, n) => `secret-${n}`)
const few = names.slice(0, 10)
const root = '/var/src/bench'

/** Ways to get secrets to a host. Each `run` returns the seconds it took, and throws if they did not get there. */
export function secretWays({ name: host, dir, sh }) {
  mkdirSync(join(dir, 'now'))
  const change = () => {
    for (const name of names) writeFileSync(join(dir, 'now', name), randomBytes(1024))
  }

  const timed = (text, expected = '') => {
    const start = performance.now()
    const said = sh(text)
    const seconds = (performance.now() - start) / 1000
    if (!said.includes(expected)) throw new Error(`expected "${expected}", but it said:\n${said}`)
    return seconds
  }
  const check = (to, names) =>
    sh(`cd now; sha256sum ${names.join(' ')} | ssh ${host} 'cd ${to} && sha256sum --check --quiet'`)
  const sends = (to, names, text, expected) => () => {
    change()
    const seconds = timed(text, expected)
    check(to, names)
    return seconds
  }

  const secrets = names.map((name) => ({ name, cmd: `cat ${dir}/now/${name}`, path: `${root}/deployed/${name}` }))
  const script = deployScript(dir, host, secrets)
  const master = `-S ${dir}/master`
  sh(`ssh ${host} mkdir -p ${root}/tar ${root}/piped ${root}/logins`)

  return [
    {
      name: 'one ssh, one tar stream (the baseline)',
      run: sends(`${root}/tar`, names, `tar -C now -c . | ssh ${host} 'umask 077; tar -C ${root}/tar -x'`),
    },
    {
      name: 'deploy-secrets, everything changed',
      ours: true,
      run: sends(`${root}/deployed`, names, `${script} deploy-secrets`, '100 put in place, 0 already right.'),
    },
    {
      name: 'deploy-secrets, nothing changed', // since the one before
      ours: true,
      run: () => timed(`${script} deploy-secrets`, '0 put in place, 100 already right.'),
    },
    {
      name: 'one pipe per secret, through a shared connection',
      peer: true,
      run: sends(
        `${root}/piped`,
        names,
        `ssh -M -N -f ${master} ${host} 2>/dev/null
        ${names.map((name) => `cat now/${name} | ssh ${master} ${host} 'umask 077; cat > ${root}/piped/${name}'`).join('\n')}
        ssh ${master} -O exit ${host} 2>/dev/null`,
      ),
    },
    {
      name: 'three logins per secret, as go-task lollypops (10, times 10)',
      scale: names.length / few.length,
      peer: true,
      run: sends(
        `${root}/logins`,
        few,
        few
          .map(
            (name) => `ssh ${host} mkdir -p ${root}/logins
            ssh ${host} install -m 700 /dev/stdin ${root}/logins/${name} < now/${name}
            ssh ${host} chown root:root ${root}/logins/${name}`,
          )
          .join('\n'),
      ),
    },
    {
      name: 'here alone: 100 times cat (part of deploy-secrets)',
      run: () => timed(names.map((name) => `cat now/${name}`).join('\n')),
    },
    { name: 'a bare login (part of all)', run: () => timed(`ssh ${host} true`) },
  ]
}
