/** The name of the NixOS option that a place in the host description comes from. */
export function optionName(path: readonly PropertyKey[]): string {
  const keys = path.map((key) => (/^[A-Za-z_][\w-]*$|^\d+$/.test(String(key)) ? String(key) : JSON.stringify(key)))
  if (keys[0] === 'home-manager') keys.splice(3, 0, 'lollypops')
  else if (keys[0] === 'hostName') keys.unshift('networking')
  else if (keys[0] === 'builder' && keys[1] === 'ssh')
    return `${optionName(['deployment', ...path.slice(1)])} of the builder`
  else if (['deployment', 'secrets', 'profiles', 'tasks', 'extraTasks'].includes(keys[0] ?? ''))
    keys.unshift('lollypops')
  return keys.join('.')
}
