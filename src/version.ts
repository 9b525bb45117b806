/** The version in package.json, put in place when the program is bundled. */
export const version = process.env.LOLLYPOPS_VERSION ?? 'unbundled'
