import * as z from 'zod'
import { sshSchema } from './deployment.ts'
import { options, text } from './values.ts'

/** What `lollypops.deployment.ssh.login` and `.run` are made of. */
export const loginSchema = z.strictObject({
  ssh: sshSchema,
  sudo: z.strictObject({ command: text, opts: options }).nullable(),
})

export type Login = z.infer<typeof loginSchema>
