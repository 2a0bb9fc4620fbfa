/** Longest message that a line of the log takes. */
const LONGEST = 300

/** At so many levels of `cause` nobody learns more. */
const DEEPEST = 5

/**
 * An error as a log may have it: where it came from and what kind it is. A message goes in without what stands in quotes, long
 * numbers and whatever is not ASCII, which may be somebody's; a database's message, which quotes values as they came, not at
 * all, and no line breaks but our own.
 */
export function loggable(error: unknown): string {
  const lines: string[] = []
  for (let each = error, depth = 0; each !== undefined && each !== null && depth < DEEPEST; depth += 1) {
    lines.push(depth === 0 ? headOf(each) : `caused by ${headOf(each)}`)
    lines.push(...framesOf(each))
    each = each instanceof Error ? each.cause : undefined
  }
  return lines.join('\n')
}

function headOf(error: unknown): string {
  if (!(error instanceof Error)) return `a thrown ${typeof error}`
  const { code } = error as { code?: unknown }
  const coded = typeof code === 'string' ? ` ${line(code).slice(0, 40)}` : ''
  return isOfDatabase(error) ? `database error${coded}` : `${line(error.name)}${coded}: ${masked(error.message)}`
}

/** SQLSTATE: five letters or digits, beside how bad it is. */
function isOfDatabase(error: Error): boolean {
  const { code, severity } = error as { code?: unknown; severity?: unknown }
  return severity !== undefined || (typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) && !code.startsWith('E'))
}

/** Of the stack its places only: its first lines are the message once more. */
function framesOf(error: unknown): string[] {
  const stack = error instanceof Error ? (error.stack ?? '') : ''
  return stack
    .split('\n')
    .filter((text) => /^ {4}at /.test(text))
    .map((text) => line(text, 4))
}

const masked = (message: string): string =>
  line(message)
    .replaceAll(/"[^"]*"|'[^']*'|`[^`]*`/g, '"…"')
    .replaceAll(/[A-Za-z0-9_.+/=-]*\d[A-Za-z0-9_.+/=-]{5,}/g, '…')
    .replaceAll(/[^\x20-\x7e…]+/g, '…')
    .slice(0, LONGEST)

/** One line, whatever is in it. */
export const line = (text: string, indent = 0): string =>
  ' '.repeat(indent) +
  text.trim().replaceAll(/[\x00-\x1f\x7f-\x9f\u2028\u2029]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
