import type { PhotoCheck } from '../admin/photos-schema.ts'
import type { Context } from '../context.ts'
import { pictureOf } from './photos.ts'

/** Rows in memory at a time; each may hold its picture. */
const BATCH = 20

/** Reads every picture and holds it to the hash that was kept beside it. @throws PhotoStoreError where the store does not answer */
export async function checkPhotos(context: Context): Promise<PhotoCheck> {
  const { db, districtId, photoStore } = context
  const result: PhotoCheck = { photos: 0, findings: [] }
  for (let after = ''; ;) {
    const rows = await db
      .selectFrom('photos')
      .select(['sha256', 'key', 'bytes', 'digest', 'stored_size'])
      .where('district_id', '=', districtId)
      .where('sha256', '>', after)
      .orderBy('sha256')
      .limit(BATCH)
      .execute()
    if (rows.length === 0) return result
    for (const row of rows) {
      if (!(await pictureOf(context, row)) && (await isThere(context, row.sha256))) {
        const { key } = row
        const code = key !== null && !(await isKept(photoStore, key)) ? 'lost' : 'changed'
        result.findings.push({ code, sha256: row.sha256, ...(key !== null && { key }) })
      }
      result.photos += 1
    }
    after = rows.at(-1)!.sha256
  }
}

/** It may have been erased while it was read. */
async function isThere({ db, districtId }: Context, sha256: string): Promise<boolean> {
  const row = db.selectFrom('photos').select('sha256').where('district_id', '=', districtId).where('sha256', '=', sha256)
  return (await row.executeTakeFirst()) !== undefined
}

async function isKept(photoStore: Context['photoStore'], key: string): Promise<boolean> {
  const stream = await photoStore?.get(key)
  await stream?.cancel()
  return stream !== undefined
}
