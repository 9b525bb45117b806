import type { Host } from '../description/host.ts'
import { print, quote, quotePosix, quoteThere, Shell } from '../shell/quote.ts'
import { targetOf } from './target.ts'
import { buildsOnTarget } from './tasks.ts'

export const NIX = 'nix --extra-experimental-features nix-command --extra-experimental-features flakes'

/** Where the flake and the system are, here and on the host. */
export function placesModel(host: Host): object {
  const { flake, deployment } = host
  const folder = deployment['config-dir']
  const place = `${folder}/flake`
  const toplevel = toplevelOf(host)
  const rsync = deployment['deploy-method'] === 'rsync'
  const target = targetOf(host)
  const there = rsync ? pathRef(place, flake.dir) : flakeRef(flake.source, flake.dir)
  return {
    folder,
    place,
    source: flake.source,
    paths: [...new Set([flake.source, ...(deployment['deploy-method'] === 'archive' ? flake.inputs : [])])],
    roots: '/nix/var/nix/gcroots/lollypops',
    link: linkOf(host),
    nix: NIX,
    method: deployment['deploy-method'],
    rsync: {
      rsh: target.rsyncShell,
      path: target.sudo.length > 0 ? [...target.sudo, 'rsync'].map(quotePosix).join(' ') : '',
      from: `${flake.source}/`,
      to: new Shell(print(target.rsyncHost) + quote(`:${place}/`)),
    },
    substitute: deployment['substitute-on-destination'],
    flakeThere: `${there}#${toplevel}`,
    flakeRefThere: there,
    fetches: buildsOnTarget(deployment) && deployment['deploy-method'] !== 'archive',
    flakeToRebuild: `${there}#${host.name}`,
    flakeHere: `${flakeRef(flake.source, flake.dir)}#${toplevel}`,
    isThere: rsync ? `test ${quoteThere(`${folder}/source`)} -ef ${flake.source}` : `test -e ${flake.source}`,
    system: host.system,
  }
}

export function toplevelOf({ name }: Host): string {
  return `nixosConfigurations.${attribute(name)}.config.system.build.toplevel`
}

/** The link on the host that holds what build-system has built. */
export function linkOf({ flake }: Host): string {
  return `/nix/var/nix/gcroots/lollypops-${flake.source.slice(11, 23)}`
}

function attribute(name: string): string {
  return /^[A-Za-z_][\w-]*$/.test(name) ? name : JSON.stringify(name)
}

/**
 * A folder as a flake reference: as it is where that is clear, else as a URL, in which every character can stand.
 * A folder below a store path is one, too: without `path:`, Nix takes `/nix/store/x-source/dir#y` for the store path.
 * @param dir folder of the flake below it, or empty
 */
export function flakeRef(folder: string, dir: string): string {
  if (dir === '' && /^[\w/.-]+$/.test(folder)) return folder
  return pathRef(folder, dir)
}

/** The same as a URL, which Nix never takes for a part of the git repository around it. */
export function pathRef(folder: string, dir: string): string {
  return `path:${encode(folder)}${dir === '' ? '' : `?dir=${encode(dir)}`}`
}

function encode(path: string): string {
  return encodeURI(path).replace(/[#?'()!*;&=+$,@:]/g, (char) => `%${char.charCodeAt(0).toString(16).padStart(2, '0')}`)
}
