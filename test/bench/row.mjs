/** A line of the table: a name, numbers, and a remark. */
export const row = (name, median, least, ratio, remark) =>
  `${name.padEnd(58)}${median.padStart(10)}${least.padStart(10)}${ratio.padStart(8)}   ${remark}`.trimEnd()
