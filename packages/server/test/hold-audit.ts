import { sql } from 'kysely'
import type { Database } from '../src/storage/database.ts'

export interface HeldAudit {
  /** Resolves once a transaction has everything written but its audit. */
  isReached(): Promise<void>
  /** Whether a call waits for what that transaction holds; false where it is answered first. */
  isWaitedFor(call: Promise<unknown>): Promise<boolean>
  letGo(): Promise<void>
}

/**
 * Holds the audit's head, which is written last: whoever comes to it has everything written, and nobody sees it yet. On a real
 * PostgreSQL, in a database of the test's own.
 */
export async function holdAudit({ db }: Pick<Database, 'db'>): Promise<HeldAudit> {
  const gate = Promise.withResolvers<void>()
  const held = Promise.withResolvers<void>()
  const holding = db.transaction().execute(async (tx) => {
    await sql`lock table audit_heads in exclusive mode`.execute(tx)
    held.resolve()
    await gate.promise
  })
  await Promise.race([held.promise, holding])

  /** Who waits for a lock, by what they are about to do. */
  async function waiting(): Promise<string[]> {
    const { rows } = await sql<{ query: string }>`
      select query from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(db)
    return rows.map(({ query }) => query)
  }

  return {
    async isReached() {
      while (!(await waiting()).some((query) => query.includes('audit_heads')));
    },
    async isWaitedFor(call) {
      let isAnswered = false
      const answered = () => (isAnswered = true)
      void call.then(answered, answered)
      while (!isAnswered && (await waiting()).length < 2);
      return !isAnswered
    },
    async letGo() {
      gate.resolve()
      await holding
    },
  }
}
