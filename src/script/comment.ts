import { Shell } from '../shell/quote.ts'

/** Text for a comment or a message: one line, nothing that moves a cursor or hides text. */
export function oneLine(text: string): string {
  return text.replace(/[\s\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').trim()
}

/** The same, for a template to print as it stands. */
export function comment(text: string): Shell {
  return new Shell(oneLine(text))
}
