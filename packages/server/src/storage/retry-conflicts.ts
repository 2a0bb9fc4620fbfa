/** SQLSTATE of a transaction that lost against another one and may win the next time: serialization failure, deadlock. */
const CONFLICTS = new Set(['40001', '40P01'])

const TRIES = 3

/** Runs a transaction again that the database gave up in favour of another one. */
export async function retryConflicts<T>(transaction: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await transaction()
    } catch (error) {
      const { code } = error as { code?: string }
      if (tries === TRIES || code === undefined || !CONFLICTS.has(code)) throw error
    }
  }
}
