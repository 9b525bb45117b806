/** A folder as a flake reference: as it is where that is clear, else as a URL, in which every character can stand. */
export function flakeRef(folder: string): string {
  if (/^[\w/.-]+$/.test(folder)) return folder
  const encoded = encodeURI(folder).replace(/[#?'()!*;&=+$,@:]/g, (char) => `%${char.charCodeAt(0).toString(16).padStart(2, '0')}`)
  return `path:${encoded}`
}
