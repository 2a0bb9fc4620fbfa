import { clocks, isOpen, open311Status, published } from '@wangge/core/issue'
import type { Instant } from '@wangge/core/schema'
import type { PastCategories } from '../storage/categories.ts'
import type { ListedIssue } from '../storage/listed-issues.ts'
import type { Reference } from '../storage/reference.ts'
import type { Language } from './language.ts'
import type { PublicPlaces } from './public-places.ts'
import type { ServiceRequest } from './schema.ts'
import { STATUS_NOTES } from './words.ts'

export interface RequestContext extends Pick<Reference, 'tree' | 'calendar'> {
  categories: Pick<PastCategories, 'find'>
  places: PublicPlaces
  language: Language
  /** Where the server is, for whoever asks. */
  address: string
  /** What a photo of an issue is called in its public address. */
  photoName: (issueId: string, sha256: string) => string
  /** Epoch milliseconds. */
  now: number
}

/** An issue as anybody may see it. */
export function serviceRequest(
  issue: ListedIssue,
  { tree, calendar, categories, places, language, address, photoName, now }: RequestContext,
): ServiceRequest {
  const { id, state, categoryId, createdAt } = issue
  const { words, photos } = published(issue)
  const [photo] = photos
  const name = categories.find(issue)?.name
  const place = places.placeOf(issue)
  const names = place.id === tree.root.id ? [place] : [place, tree.root]
  return {
    service_request_id: id,
    status: open311Status(state),
    status_notes: STATUS_NOTES[state][language],
    service_name: name?.[language] ?? null,
    service_code: categoryId,
    // Where a report came without words its kind stands for them: that is told as the service, in the caller’s language.
    description: words === undefined || words === name?.zh || words === name?.en ? null : words,
    agency_responsible: tree.root.name[language],
    service_notice: null,
    requested_datetime: toSeconds(createdAt),
    updated_datetime: toSeconds(lastMove(issue)),
    expected_datetime: expected(issue, calendar, now),
    // From the most specific to the most general.
    address: names.map(({ name }) => name[language]).join(', '),
    address_id: place.id,
    zipcode: null,
    lat: null,
    long: null,
    media_url: photo ? `${address}/open311/v2/requests/${id}/photos/${photoName(id, photo.sha256)}` : null,
  }
}

/** A remark or a rating comes after it was closed. */
const lastMove = ({ updatedAt, closedAt }: ListedIssue): Instant => closedAt ?? updatedAt

/** When it is to be settled by what was promised, as far as that is known now: all of it, else whoever has it in hand. */
function expected(issue: ListedIssue, calendar: Reference['calendar'], now: number): Instant | null {
  if (!isOpen(issue.state)) return null
  const running = clocks(issue, calendar, now).filter(({ stoppedAt }) => stoppedAt === undefined)
  const dueOf = (kind: 'total' | 'handling') => running.find((clock) => clock.kind === kind)?.dueAt
  const due = dueOf('total') ?? dueOf('handling')
  return due === undefined ? null : toSeconds(due)
}

/** As the specification’s examples have it: without fractions. */
const toSeconds = (at: Instant): Instant => at.replace(/\.\d+(?=Z|[+-])/, '')
