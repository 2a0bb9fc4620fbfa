import { sql } from 'kysely'
import type { Context } from '../context.ts'
import { PhotoStoreError } from '../photos/photo-store.ts'
import type { Tx } from './database.ts'

/** From when it is announced until its row has to be written; a put that takes longer is given up. Milliseconds. */
const PUT_MS = 3_600_000
const BATCH = 200

type Place = Pick<Context, 'db' | 'districtId'>

/** Before a picture is put: if its row is never written, it is deleted again. */
export async function announcePut({ db, districtId }: Place, key: string, now: number): Promise<void> {
  const due = new Date(now + PUT_MS).toISOString()
  await db.insertInto('photo_leftovers').values({ district_id: districtId, key, due_at: due, settled: false }).execute()
}

/** In the transaction that writes its row. @throws PhotoStoreError where it came so late that it is being deleted */
export async function confirmPut(tx: Tx, districtId: string, key: string): Promise<void> {
  const { numDeletedRows } = await tx
    .deleteFrom('photo_leftovers')
    .where('district_id', '=', districtId)
    .where('key', '=', key)
    .where('settled', '=', false)
    .executeTakeFirst()
  if (numDeletedRows !== 1n) throw new PhotoStoreError('Expected a photo within an hour of its announcement, got it later')
}

/**
 * Deletes rows of `photos`, and notes which pictures are to be deleted beside the database.
 * @param where on `photos`
 * @returns how many
 */
export async function deletePhotos(tx: Tx, districtId: string, where: ReturnType<typeof sql>, at: string): Promise<number> {
  const { rows } = await sql`
    with gone as (delete from photos where district_id = ${districtId} and ${where} returning key),
      noted as (
        insert into photo_leftovers (district_id, key, due_at, settled)
        select ${districtId}, key, ${at}::timestamptz, true from gone where key is not null
      )
    select from gone`.execute(tx)
  return rows.length
}

/**
 * Deletes in the store what no row names any more. What the store refuses stays noted, for the next time.
 * @returns how many pictures
 * @throws PhotoStoreError of the first that could not be deleted, after all were tried
 */
export async function clearPhotoLeftovers({ db, districtId, photoStore, clock }: Context): Promise<number> {
  const now = new Date(clock()).toISOString()
  await db
    .updateTable('photo_leftovers')
    .set({ settled: true })
    .where('district_id', '=', districtId)
    .where('due_at', '<=', now)
    .where('settled', '=', false)
    .execute()
  let count = 0
  let failure: unknown
  for (let after = ''; ;) {
    const due = await db
      .selectFrom('photo_leftovers')
      .select('key')
      .where('district_id', '=', districtId)
      .where('settled', '=', true)
      .where('key', '>', after)
      .orderBy('key')
      .limit(BATCH)
      .execute()
    if (due.length === 0) break
    if (!photoStore) throw new PhotoStoreError(`Expected a photo store to delete ${due.length} pictures from, got none`)
    for (const { key } of due) {
      try {
        await photoStore.delete(key)
        await db.deleteFrom('photo_leftovers').where('district_id', '=', districtId).where('key', '=', key).execute()
        count += 1
      } catch (error) {
        failure ??= error
      }
    }
    after = due.at(-1)!.key
  }
  if (failure !== undefined) throw failure
  return count
}
