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
