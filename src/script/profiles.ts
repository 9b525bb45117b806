import type { Host, Profile } from '../description/host.ts'

export interface ProfileTask extends Profile {
  name: string
  task: string
}

/** The profiles of a host in the order they are activated. */
export function profileTasks(host: Host): ProfileTask[] {
  return Object.entries(host.profiles)
    .map(([name, profile]) => ({ ...profile, name, task: `profile-${name}` }))
    .sort((a, b) => a.order - b.order || (a.name < b.name ? -1 : 1))
}
