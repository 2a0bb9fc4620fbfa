import { sql } from 'kysely'
import type { Context } from '../context.ts'
import { hostNotePlace } from '../privacy/sealed-fields.ts'
import type { Queries, Tx } from './database.ts'

type Where = Pick<Context, 'districtId' | 'keyring'>

interface SaidNote {
  /** Of the command. */
  id: string
  signUpId: string
  note: string
  at: string
}

export async function saveHostNote(tx: Tx, { districtId, keyring }: Where, said: SaidNote): Promise<void> {
  const { id, signUpId, note, at } = said
  const sealed = keyring.seal(note, hostNotePlace(districtId, id))
  await tx
    .insertInto('host_notes')
    .values({ district_id: districtId, id, sign_up_id: signUpId, note_sealed: sealed, at })
    .execute()
}

/** By sign-up, the oldest first, each once: who came and who went are mostly recorded together, with one note. */
export async function hostNotesOf(
  db: Queries,
  { districtId, keyring }: Where,
  signUpIds: readonly string[],
): Promise<Map<string, string[]>> {
  if (signUpIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('host_notes')
    .select(['id', 'sign_up_id', 'note_sealed'])
    .where('district_id', '=', districtId)
    .where('sign_up_id', '=', sql<string>`any(${[...signUpIds]}::text[])`)
    .orderBy('at')
    .orderBy('id')
    .execute()
  return new Map(
    [...Map.groupBy(rows, (row) => row.sign_up_id)].map(([signUpId, said]) => [
      signUpId,
      [...new Set(said.map(({ id, note_sealed: sealed }) => keyring.open(sealed, hostNotePlace(districtId, id))))],
    ]),
  )
}
