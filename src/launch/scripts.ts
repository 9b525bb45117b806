import { accessSync, constants, realpathSync, statSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import { quote } from '../shell/quote.ts'
import { printable, type Script, splitTarget } from './targets.ts'
import { UsageError } from './usage.ts'

/**
 * `./result-a` or `./result-a:rebuild`. A path that exists wins over one with tasks behind it.
 * @throws UsageError for what is no executable file
 */
export function findScript(word: string): Script & { tasks: string[] } {
  const colon = word.lastIndexOf(':')
  if (isThere(word) || colon < word.lastIndexOf('/')) return { ...inspect(word), tasks: [] }
  const { name, tasks } = splitTarget(word, colon)
  return { ...inspect(name), tasks }
}

function inspect(word: string): Script {
  if (!isThere(word)) throw new UsageError(`${quote(word)}: there is no such script`)
  if (!statSync(word).isFile()) throw new UsageError(`${quote(word)} is not a file: give the path of a deploy script`)
  try {
    accessSync(word, constants.X_OK)
  } catch {
    throw new UsageError(`${quote(word)} is not executable: chmod +x makes it so, if it is a script to run`)
  }
  const path = realpathSync(word)
  return { word, path, name: scriptName(path, resolve(word)) }
}

function isThere(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined
}

/** `/nix/store/HASH-deploy-ahorn` and `deploy-ahorn` are `ahorn`; anything else goes by the name it was called by. */
export function scriptName(target: string, called: string): string {
  const [, host] = /^(?:[0-9a-z]{32}-)?deploy-(.+)$/.exec(basename(target)) ?? []
  return printable(host ?? basename(called))
}
