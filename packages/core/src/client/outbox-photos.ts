import { SdkError } from '../errors.ts'
import type { Stores } from '../ports/index.ts'

/** The photos of a command in the outbox, as they were given. */
export async function outboxPhotos(id: string, { stores: { outbox } }: { stores: Pick<Stores, 'outbox'> }): Promise<Blob[]> {
  const entry = await outbox.get(id)
  if (!entry) throw new SdkError('bad-argument', `Expected a command in the outbox, got ${id}`)
  const stored = await Promise.all(entry.photos.map((name) => outbox.photo(name)))
  return stored.flatMap((photo) => (photo ? [new Blob([photo.bytes], { type: photo.type })] : []))
}
