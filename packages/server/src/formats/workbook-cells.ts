/** Characters that a cell may have, with room to spare. */
const LONGEST_CELL = 32_000

// What XML 1.0 has no way to write.
const UNWRITABLE = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g

/** A text stays one, whatever it begins with. */
export const text = (value: string) => ({ type: String, value: value.replace(UNWRITABLE, '').slice(0, LONGEST_CELL) })

/** The same on several lines, where it does not fit on one. */
export const wrapped = (value: string) => ({ ...text(value), wrap: true, alignVertical: 'top' as const })

export const header = (value: string) => ({ ...wrapped(value), fontWeight: 'bold' as const, backgroundColor: '#EEF2F6' })
