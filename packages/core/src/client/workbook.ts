import { problemError } from '../cache/fetch-record.ts'
import { SdkError } from '../errors.ts'
import { requirePerson } from './context.ts'
import type { Context } from './context.ts'

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** A workbook, fresh from the server; nothing of it is kept on the device. */
export async function workbook(path: string, context: Context): Promise<Blob> {
  const who = await requirePerson(context)
  if (!who.ok) throw new SdkError('bad-argument', `Expected a person who is signed in, got none (${who.reason})`)
  const response = await context.transport.send({ method: 'GET', path, accept: XLSX, person: who.person })
  if (response.status >= 400) throw problemError(path, response, context.now())
  if (!(response.body instanceof ArrayBuffer)) {
    throw new SdkError('bad-response', `Expected ${path} to answer with a workbook; it did not`, { retryable: true })
  }
  return new Blob([response.body], { type: XLSX })
}
