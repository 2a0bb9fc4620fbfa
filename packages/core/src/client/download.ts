import { problemError } from '../cache/fetch-record.ts'
import { SdkError } from '../errors.ts'
import { requirePerson } from './context.ts'
import type { Context } from './context.ts'

/** What the server writes files in. */
export const FILE_TYPES = {
  csv: 'text/csv',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  geojson: 'application/geo+json',
} as const

export type FileFormat = keyof typeof FILE_TYPES

/** A file, fresh from the server; nothing of it is kept on the device. */
export async function download(path: string, format: FileFormat, context: Context): Promise<Blob> {
  const who = await requirePerson(context)
  if (!who.ok) throw new SdkError('bad-argument', `Expected a person who is signed in, got none (${who.reason})`)
  const accept = FILE_TYPES[format]
  const response = await context.transport.send({ method: 'GET', path, accept, person: who.person })
  if (response.status >= 400) throw problemError(path, response, context.now())
  if (!(response.body instanceof ArrayBuffer)) {
    throw new SdkError('bad-response', `Expected ${path} to answer with ${accept}; it did not`, { retryable: true })
  }
  return new Blob([response.body], { type: accept })
}
