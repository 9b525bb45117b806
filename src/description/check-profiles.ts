import type { Host } from './host.ts'
import { InputError } from './input-error.ts'
import { optionName } from './option-name.ts'

const SYSTEM = '/nix/var/nix/profiles/system'

/**
 * Whether each profile can have its task and a link of its own, whose generations lie beside it as `LINK-1-link`.
 * @throws InputError in one line
 */
export function checkProfiles({ profiles }: Host): void {
  const links = new Map([
    [SYSTEM, 'the system'],
    [`${SYSTEM}-before`, 'the system'],
  ])
  for (const name of Object.keys(profiles).sort()) {
    const option = optionName(['profiles', name])
    const refuse = (problem: string): never => {
      throw new InputError(`${option}${problem}`)
    }
    if (!/^[A-Za-z][\w-]*$/.test(name))
      refuse(': a profile is named with letters, digits, _ and -, a letter first: its task is called profile-NAME')
    const link = profiles[name]!.profile
    for (const [other, owner] of links) {
      if (link === other) refuse(`.profile: ${link} is that of ${owner}, too: each needs its own`)
      if (isInside(link, other) || isInside(other, link))
        refuse(`.profile: ${link} is in the way of ${other}, that of ${owner}: choose another place`)
    }
    links.set(link, option)
  }
}

/** Below a link, or one of its generations, or below that. */
function isInside(path: string, link: string): boolean {
  return path.startsWith(link) && /^(-\d+-link)?(\/|$)/.test(path.slice(link.length))
}
