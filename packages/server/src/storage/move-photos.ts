import { createUlid } from '@wangge/core'
import type { PhotoMove } from '../admin/photos-schema.ts'
import type { Context } from '../context.ts'
import { photoKey, PhotoStoreError } from '../photos/photo-store.ts'
import type { PhotoStore } from '../photos/photo-store.ts'
import { readVerified } from '../photos/read-verified.ts'
import { refused } from '../problem.ts'
import { recordAct } from './audit.ts'
import { overwriteDeleted } from './overwrite-deleted.ts'
import { announcePut, confirmPut } from './photo-leftovers.ts'
import { pictureOf } from './photos.ts'
import type { PictureRow } from './photos.ts'

export interface MoveOptions {
  /** Those of a greater name only: the `next` of the part before. */
  after?: string | undefined
  /** Pictures of one part. */
  limit: number
  actor: string
  /** Told how many of this part are done, of how many. */
  onProgress?: ((done: number, total: number) => void) | undefined
}

/**
 * Takes pictures out of the database and into the store beside it, one after the other in order of their names: put there, read
 * again and held to its hash, and only then, in one transaction, gone from the row. Whoever dies on the way leaves a picture in the
 * store that is deleted within the hour, and the row as it was; whoever erases the photo meanwhile is not undone. Pictures that are
 * not what was kept stay where they are and are told of.
 * @throws ProblemError 409 refused `no-photo-store`; PhotoStoreError where the store does not do what it is asked to
 */
export async function movePhotos(context: Context, { after = '', limit, actor, onProgress }: MoveOptions): Promise<PhotoMove> {
  const { photoStore } = context
  if (!photoStore) throw refused('no-photo-store', { expected: 'WANGGE_PHOTOS' })
  const result: PhotoMove = { moved: 0, left: 0, findings: [] }
  let last = after
  try {
    for (let done = 0; done < limit; done++) {
      const row = await nextRow(context, last)
      if (!row) break
      last = row.sha256
      const bytes = await pictureOf(context, row)
      if (!bytes) result.findings.push({ code: 'changed', sha256: row.sha256 })
      else if (await move(context, photoStore, { row, bytes })) result.moved += 1
      onProgress?.(done + 1, limit)
    }
  } finally {
    if (result.moved > 0) {
      await recordAct(context, { now: context.clock(), actor, action: 'photos-moved', subject: context.districtId })
    }
  }
  const left = await countLeft(context, last)
  // What was moved is in the files of an embedded database still; once, after the last part.
  if (left === 0) await overwriteDeleted(context.database, { photos: true })
  return { ...result, left, ...(left > 0 && { next: last }) }
}

type Row = PictureRow & { sha256: string }

/** @returns whether it was moved; not where it has been erased, or moved by another, meanwhile */
async function move(context: Context, store: PhotoStore, { row, bytes }: { row: Row; bytes: Uint8Array<ArrayBuffer> }) {
  const { db, districtId } = context
  const { sha256, digest, stored_size: size } = row
  const now = context.clock()
  const key = photoKey(createUlid(now, context.random))
  await announcePut(context, key, now)
  await store.put(key, bytes)
  const stream = await store.get(key)
  if (!stream || !(await readVerified(stream, { digest, size }))) {
    throw new PhotoStoreError(`Expected ${key} as it was put, got none or another`)
  }
  return db.transaction().execute(async (tx) => {
    const { numUpdatedRows } = await tx
      .updateTable('photos')
      .set({ key, bytes: null })
      .where('district_id', '=', districtId)
      .where('sha256', '=', sha256)
      .where('digest', '=', digest)
      .where('key', 'is', null)
      .executeTakeFirst()
    // What was put is left over, and known to be.
    if (numUpdatedRows !== 1n) return false
    await confirmPut(tx, districtId, key)
    return true
  })
}

const kept = ({ db, districtId }: Context, after: string) =>
  db.selectFrom('photos').where('district_id', '=', districtId).where('key', 'is', null).where('sha256', '>', after)

const nextRow = (context: Context, after: string): Promise<Row | undefined> =>
  kept(context, after).select(['sha256', 'key', 'bytes', 'digest', 'stored_size']).orderBy('sha256').limit(1).executeTakeFirst()

async function countLeft(context: Context, after: string): Promise<number> {
  const { count } = await kept(context, after)
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return Number(count)
}
