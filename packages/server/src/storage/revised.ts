import { sql } from 'kysely'

/** Of a shift or a sign-up that is another from an instant on: whoever keeps a copy knows the newer one by it. */
export const revised = (at: string) => sql`revision = revision + 1, revised_at = ${at}::timestamptz`
