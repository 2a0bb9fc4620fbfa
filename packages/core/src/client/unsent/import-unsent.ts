import { answerKey } from '../../outbox/index.ts'
import type { OutboxCommand } from '../../outbox/index.ts'
import type { StoredPhoto } from '../../ports/index.ts'
import { sha256 } from '../../sha256.ts'
import type { UnsentImport, UnsentLeft } from '../client-outbox.ts'
import type { Context } from '../context.ts'
import { parseWith } from '../schema-parse.ts'
import { reporter } from '../submit-report.ts'
import { KINDS } from './kinds.ts'
import { unsentFileSchema } from './unsent-schema.ts'
import type { UnsentCommand, UnsentFile } from './unsent-schema.ts'

/**
 * Takes up what a file of unsent work holds, each command under its own id: one that another device has sent meanwhile is
 * applied once. Where a command goes follows from what it is, never from the file.
 */
export async function importUnsent(file: Blob, endpoint: string, context: Context): Promise<UnsentImport> {
  const content = parseFile(await file.text())
  if (!content) return { ok: false, reason: 'no-unsent-file' }
  if (content.endpoint !== endpoint)
    return { ok: false, reason: 'other-district', detail: { expected: endpoint, got: content.endpoint } }
  const { outbox, cache } = context
  const here = await reporter(context)
  const photos = await photosOf(content)
  // Between looking for a command and taking it up nothing is sent.
  return outbox.atRest(async () => {
    const waiting = new Set((await outbox.entries()).map(({ id }) => id))
    let taken = 0
    let known = 0
    const left: UnsentLeft[] = []
    for (const each of content.commands) {
      const { kind, person, body } = each
      const command = restore(each, here)
      const isKnown = waiting.has(body.id) || (await cache.read(answerKey(body.id, person), (answer) => answer)) !== undefined
      const missing = photoNames(body).some((name) => photos.get(name) === 'broken')
      if (isKnown) known += 1
      else if (typeof command === 'string') left.push({ id: body.id, kind, reason: command })
      else if (missing) left.push({ id: body.id, kind, reason: 'photo-broken' })
      else {
        await outbox.add(
          command,
          photoNames(body).flatMap((name) => (photos.get(name) as StoredPhoto | undefined) ?? []),
        )
        waiting.add(body.id)
        taken += 1
      }
    }
    return { ok: true, taken, known, left }
  })
}

function parseFile(text: string): UnsentFile | undefined {
  try {
    return parseWith(unsentFileSchema)(JSON.parse(text))
  } catch {
    return undefined
  }
}

/** The command as it was; or why it is not for this device now. */
function restore({ kind, person, body, memo }: UnsentCommand, here: string | undefined): OutboxCommand | UnsentLeft['reason'] {
  for (const { schema, path, about } of KINDS[kind]) {
    const parsed = parseWith(schema)(body)
    if (!parsed) continue
    const { person: named = person } = parsed as { person?: string }
    // A body that names another than the file says is nobody's.
    if (named !== person || (person === undefined && !about)) return 'invalid'
    if (person !== undefined && person !== here) return here === undefined ? 'not-signed-in' : 'other-person'
    return {
      id: parsed.id,
      kind,
      ...(person === undefined ? {} : { person }),
      subject: about?.(parsed) ?? (person as string),
      path: path(parsed),
      body: parsed,
      ...(memo === undefined ? {} : { memo }),
    }
  }
  return 'invalid'
}

/** By hash; one whose bytes are others than its name says is broken. */
async function photosOf({ photos }: UnsentFile): Promise<Map<string, StoredPhoto | 'broken'>> {
  const read = await Promise.all(
    photos.map(async ({ sha256: name, type, base64 }): Promise<[string, StoredPhoto | 'broken']> => {
      const bytes = bytesOf(base64)
      return [name, bytes && (await sha256(bytes)) === name ? { sha256: name, type, bytes } : 'broken']
    }),
  )
  return new Map(read)
}

function bytesOf(base64: string): ArrayBuffer | undefined {
  try {
    return Uint8Array.from(atob(base64), (char) => char.charCodeAt(0)).buffer
  } catch {
    return undefined
  }
}

/** Photos that a command names. */
function photoNames(body: Record<string, unknown>): string[] {
  const refs = (body['photos'] ?? body['evidence'] ?? []) as { sha256?: unknown }[]
  return Array.isArray(refs) ? refs.flatMap(({ sha256: name }) => (typeof name === 'string' ? [name] : [])) : []
}
