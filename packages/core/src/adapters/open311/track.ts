import type { IssueTrack, TrackStep } from '../../issue/schema.ts'
import { statusOf } from './status.ts'
import { textOf } from './read.ts'
import type { Row } from './read.ts'

/**
 * What a city tells of a report as its track: that it was reported, and what it says of it now. Steps between, who took them,
 * and what the reporter might do are no part of Open311.
 * @param now epoch milliseconds
 * @throws SdkError as `statusOf`
 */
export async function trackOf(row: Row, number: string, now: number): Promise<IssueTrack> {
  const status = await statusOf(row, number, now)
  const { createdAt, updatedAt, state } = status
  const words = textOf(row.status_notes)
  const said = words === undefined ? {} : { words }
  const reported: TrackStep = { seq: 1, action: 'report', to: 'submitted', at: createdAt, by: 'reporter' }
  const latest: TrackStep = { seq: 2, action: 'note', from: 'submitted', to: state, at: updatedAt, by: 'staff', ...said }
  const isTold = state === 'closed' || words !== undefined
  const placeText = textOf(row.address)
  return {
    ...status,
    attributes: {},
    description: textOf(row.description) ?? '',
    ...(placeText === undefined ? {} : { placeText }),
    photos: [],
    steps: isTold ? [reported, state === 'closed' ? { ...latest, action: 'close' } : latest] : [reported],
    actions: [],
  }
}
