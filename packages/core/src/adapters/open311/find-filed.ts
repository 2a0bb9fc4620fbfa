import type { ReportCommand } from '../../issue/schema.ts'
import type { TransportResponse } from '../../ports/index.ts'
import type { Asked } from './ask.ts'
import { rowsOf, textOf } from './read.ts'

/** Put behind a report's words, so that it is known again. */
export const markOf = (id: string): string => `[wangge ${id}]`

/** Whether a report that was sent is there; unknown where the city tells nobody's words, so that no mark can be found. */
export type Filed = { kind: 'filed'; number: string } | { kind: 'not-there' } | { kind: 'unknown' }

export interface Sought {
  command: ReportCommand
  serviceCode: string
  mark: string
}

/** Clocks differ. */
const MARGIN_MS = 86_400_000

/** Looks for a report among those of its service from the day on which it was made. @throws SdkError as the call */
export async function findFiled(
  { command, serviceCode, mark }: Sought,
  call: (asked: Asked) => Promise<TransportResponse>,
  signal: AbortSignal | undefined,
): Promise<Filed> {
  const start_date = new Date(Math.max(0, timeOf(command.id) - MARGIN_MS)).toISOString()
  const answer = await call({ path: '/requests', query: { service_code: serviceCode, start_date }, signal })
  if (answer.status !== 200) return { kind: 'unknown' }
  const rows = rowsOf(answer.body, ['service_requests', 'request'])
  const number = textOf(rows.find(({ description }) => textOf(description)?.includes(mark))?.service_request_id)
  if (number !== undefined) return { kind: 'filed', number }
  return { kind: rows.some(({ description }) => textOf(description) !== undefined) ? 'not-there' : 'unknown' }
}

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** When a ULID was made, epoch milliseconds. */
const timeOf = (id: string): number => [...id.slice(0, 10)].reduce((time, letter) => time * 32 + ALPHABET.indexOf(letter), 0)
