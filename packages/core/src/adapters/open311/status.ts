import { SdkError } from '../../errors.ts'
import { stateOfOpen311 } from '../../issue/open311-status.ts'
import type { IssueSummary } from '../../issue/schema.ts'
import { idOf } from './read-id.ts'
import { textOf } from './read.ts'
import type { Row } from './read.ts'

const WITH_ZONE = /(Z|[+-]\d\d:?\d\d)$/

/** A moment, where it is one: without a zone nobody can tell which. */
function momentOf(value: unknown): number | undefined {
  const text = textOf(value)
  const moment = text !== undefined && WITH_ZONE.test(text) ? Date.parse(text) : NaN
  return Number.isNaN(moment) ? undefined : moment
}

/**
 * How far a request is, as Open311 can say it: reported or resolved. Where it lies in grids nobody can tell: the path is empty.
 * The version counts up with the time of the last change; of a city that tells no times everything is as of the asking.
 * @param now epoch milliseconds
 * @throws SdkError `bad-response` for a status that is neither open nor closed: it is not guessed
 */
export async function statusOf(row: Row, id: string, now: number): Promise<IssueSummary> {
  const status = textOf(row.status)?.toLowerCase()
  if (status !== 'open' && status !== 'closed') {
    throw new SdkError('bad-response', `Expected a status of open or closed, got ${status ?? 'none'}`, { retryable: true })
  }
  const requested = momentOf(row.requested_datetime)
  const updated = momentOf(row.updated_datetime) ?? requested ?? now
  const iso = (moment: number) => new Date(moment).toISOString()
  return {
    id: await idOf(textOf(row.service_request_id) ?? id),
    categoryId: await idOf(textOf(row.service_code) ?? 'unknown'),
    gridPath: [],
    state: stateOfOpen311(status),
    createdAt: iso(requested ?? updated),
    updatedAt: iso(updated),
    version: Math.max(1, Math.floor(updated / 1000)),
  }
}
