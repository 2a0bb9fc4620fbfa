import type { OutboxEntry, Stores } from '../../ports/index.ts'
import { isTheirs } from '../context.ts'
import type { Context } from '../context.ts'
import type { UnsentFile } from './unsent-schema.ts'

export const UNSENT_TYPE = 'application/json'

/** All that waits here or was refused and is shown to whoever is here, as a file; what is another's stays where it is. */
export async function exportUnsent(
  endpoint: string,
  { outbox, stores, tokens, now }: Context & { stores: Stores },
): Promise<Blob> {
  const here = tokens?.identity().personKey
  const entries = (await outbox.entries()).filter((entry) => isTheirs(entry, here))
  const photos = new Map<string, UnsentFile['photos'][number]>()
  for (const name of new Set(entries.flatMap((entry) => entry.photos))) {
    const photo = await stores.outbox.photo(name)
    if (!photo) continue
    const { sha256, type, bytes } = photo
    photos.set(sha256, { sha256, type: type as UnsentFile['photos'][number]['type'], base64: base64Of(new Uint8Array(bytes)) })
  }
  const file: UnsentFile = {
    format: 'wangge-unsent',
    version: 1,
    endpoint,
    savedAt: new Date(now()).toISOString(),
    commands: entries.map(commandOf),
    photos: [...photos.values()],
  }
  return new Blob([JSON.stringify(file)], { type: UNSENT_TYPE })
}

const commandOf = ({ kind, person, body, memo }: OutboxEntry) =>
  ({
    kind,
    ...(person === undefined ? {} : { person }),
    body,
    ...(memo === undefined ? {} : { memo }),
  }) as UnsentFile['commands'][number]

/** More arguments than this many overflow the stack of some browsers. */
const SLICE = 0x8000

function base64Of(bytes: Uint8Array): string {
  let text = ''
  for (let from = 0; from < bytes.length; from += SLICE) text += String.fromCharCode(...bytes.subarray(from, from + SLICE))
  return btoa(text)
}
