/** Columns a terminal takes: Chinese characters and full-width signs take two (Unicode Standard Annex 11, W and F). */
export function widthOf(text: string): number {
  let width = 0
  for (const sign of text)
    width +=
      /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{20000}-\u{3fffd}]/u.test(
        sign,
      )
        ? 2
        : 1
  return width
}

const padded = (text: string, width: number, end: boolean) => {
  const space = ' '.repeat(Math.max(0, width - widthOf(text)))
  return end ? space + text : text + space
}

/** Rows under each other, two spaces between columns; columns of `right` are set to their right edge. */
export function tableText(rows: readonly (readonly string[])[], right: readonly number[] = []): string {
  const widths = rows.reduce<number[]>((most, row) => row.map((cell, i) => Math.max(most[i] ?? 0, widthOf(cell))), [])
  return rows
    .map((row) =>
      row
        .map((cell, i) => padded(cell, widths[i]!, right.includes(i)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

/** What a terminal would take for a command is shown as a question mark: names come from files. */
export const printable = (text: string): string => text.replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '?')
