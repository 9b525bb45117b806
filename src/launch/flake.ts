/** Where hosts come from: a flake, or a Nix file that has the same attributes. */
export type Where = { flake: string } | { file: string }

/** `--flake` wins over LOLLYPOPS_EXPR, which the `launch` of a flake sets; without both it is the current directory. */
export function whereFrom(flake: string | undefined, env: NodeJS.ProcessEnv): Where {
  if (flake !== undefined) return { flake }
  const file = env['LOLLYPOPS_EXPR']
  return file ? { file } : { flake: '.' }
}

/** The words that name an attribute to Nix, whatever characters are in it. */
export function installable(where: Where, path: readonly string[]): string[] {
  const attribute = path.map((name) => (/^[A-Za-z_][\w-]*$/.test(name) ? name : `"${name}"`)).join('.')
  if ('file' in where) return ['--impure', '--file', where.file, attribute]
  return [`${where.flake}#${attribute.replace(/[^\w.-]/gu, encodeURIComponent)}`]
}
