const NETWORK = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'ETIMEDOUT', 'EPIPE', 'EAI_AGAIN'])

/** SQLSTATE classes 08 (connection), 53 (resources) and 57P (shutdown): later it may be well again. */
const SQLSTATE = /^(08|53|57P)/

/** The database cannot be reached now. */
export function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { code } = error as NodeJS.ErrnoException
  if (code !== undefined) return NETWORK.has(code) || SQLSTATE.test(code)
  // pg's own errors have no code.
  return /^(Connection terminated|timeout exceeded when trying to connect)/i.test(error.message)
}
