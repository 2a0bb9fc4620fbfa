import type { ReportCommand } from '../../issue/schema.ts'
import type { TransportResponse } from '../../ports/index.ts'
import type { Asked } from './ask.ts'
import { rowsOf, textOf } from './read.ts'
import type { Row } from './read.ts'

/** Put behind a report's words, so that it is known again. */
export const markOf = (id: string): string => `[wangge ${id}]`

/**
 * Whether a report that was sent is there. A city that reads before it publishes lists some requests without their words: there a
 * mark may be hidden, and what is not found is unknown.
 */
export type Filed = { kind: 'filed'; number: string } | { kind: 'not-there' } | { kind: 'unknown' }

export interface Sought {
  command: ReportCommand
  serviceCode: string
  mark: string
}

/** Clocks differ. */
const MARGIN_MS = 86_400_000
const MOST_PAGES = 20

/**
 * Looks for a report among those of its service from the day on which it was made, page after page until one brings nothing new: a
 * city without pages answers the same again. It is not there only where all that is listed shows its words, and some is listed.
 * @throws SdkError as the call
 */
export async function findFiled(
  { command, serviceCode, mark }: Sought,
  call: (asked: Asked) => Promise<TransportResponse>,
  signal: AbortSignal | undefined,
): Promise<Filed> {
  const start_date = new Date(Math.max(0, timeOf(command.id) - MARGIN_MS)).toISOString()
  const seen = new Set<string>()
  let isAllTold = true
  for (let page = 1; page <= MOST_PAGES; page++) {
    const query = { service_code: serviceCode, start_date, ...(page > 1 && { page: String(page) }) }
    const answer = await call({ path: '/requests', query, signal })
    if (answer.status !== 200) return { kind: 'unknown' }
    const fresh = rowsOf(answer.body, ['service_requests', 'request']).filter((row) => !seen.has(nameOf(row)))
    if (fresh.length === 0) return { kind: isAllTold && seen.size > 0 ? 'not-there' : 'unknown' }
    const number = textOf(fresh.find(({ description }) => textOf(description)?.includes(mark))?.service_request_id)
    if (number !== undefined) return { kind: 'filed', number }
    for (const row of fresh) seen.add(nameOf(row))
    isAllTold &&= fresh.every(({ description }) => textOf(description) !== undefined)
  }
  return { kind: 'unknown' }
}

const nameOf = (row: Row): string => textOf(row.service_request_id) ?? JSON.stringify(row)

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** When a ULID was made, epoch milliseconds. */
const timeOf = (id: string): number => [...id.slice(0, 10)].reduce((time, letter) => time * 32 + ALPHABET.indexOf(letter), 0)
