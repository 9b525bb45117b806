/** Input that somebody can mend; its message is the one line they see. */
export class InputError extends Error {}
