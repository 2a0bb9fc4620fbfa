import type { Principal } from './auth/principal.ts'
import type { AnyOperation } from './operation.ts'

/** So much in so many seconds. */
export interface Rate {
  limit: number
  /** Seconds. */
  window: number
}

/** What is counted by itself. */
export const LIMIT_CLASSES = [
  'reads',
  'writes',
  'photos',
  'photo-parts',
  'receipts',
  'sign-in',
  'people-search',
  'similar',
  'grid-checks',
  'imports',
  'failed-credentials',
  'unproven',
  'photo-kilobytes',
] as const
export type LimitClass = (typeof LIMIT_CLASSES)[number]

/** Whose count it is: everybody behind one address; all pages with one site key; one employee; one member of staff. */
export type LimitedBy = 'address' | 'site' | 'person' | 'staff'

/** Whose open event streams are counted: of a site there are as many as it has visitors. */
export type StreamsOf = Exclude<LimitedBy, 'site'>
/** How many at a time, in one process. */
export type OpenStreamLimits = Partial<Record<StreamsOf, number>>

export interface Limits extends Record<LimitClass, Partial<Record<LimitedBy, Rate>>> {
  streams: OpenStreamLimits
}

const perMinute = (limit: number): Rate => ({ limit, window: 60 })
const perDay = (limit: number): Rate => ({ limit, window: 86_400 })

/**
 * For an office of five hundred behind one address. In a rush each of its pages asks for news every second and reads again
 * what changed; opening a page costs some fifteen reads, preflights with them, and one per report of one's own; fifty sign-ups
 * a second may come by one site key. After a pause all of them may come with a token that has run out. Only what one person
 * does is held short. A receipt's code is found by trying alone: with all that one site key may try, one out of hundreds of
 * thousands takes months.
 */
export const DEFAULT_LIMITS: Limits = {
  reads: { address: perMinute(72_000), site: perMinute(300_000), person: perMinute(3_000), staff: perMinute(6_000) },
  writes: { address: perMinute(6_000), site: perMinute(12_000), person: perMinute(300), staff: perMinute(1_200) },
  photos: { address: perMinute(1_200), site: perMinute(6_000), person: perMinute(60), staff: perMinute(300) },
  // A large photo is a dozen.
  'photo-parts': { address: perMinute(14_400), site: perMinute(72_000), person: perMinute(720), staff: perMinute(3_600) },
  receipts: { address: perMinute(1_500), site: perMinute(15_000), person: perMinute(60), staff: perMinute(300) },
  'sign-in': { address: perMinute(1_500) },
  'people-search': { address: perMinute(1_200), staff: perMinute(60) },
  // Asked as a report is written; whoever asks from everywhere learns in which area an issue lies.
  similar: { address: perMinute(300), site: perMinute(6_000), person: perMinute(30), staff: perMinute(120) },
  // Each takes the processor for up to a second.
  'grid-checks': { address: perMinute(240), staff: perMinute(20) },
  // Each takes it for seconds, and keeps everybody else from entering people meanwhile.
  imports: { address: perMinute(60), staff: perMinute(10) },
  'failed-credentials': { address: perMinute(3_000) },
  // Beyond it nothing is refused: a report without an account, or a photo, then comes with a proof.
  unproven: { address: { limit: 60, window: 3_600 } },
  'photo-kilobytes': { address: perDay(500_000), site: perDay(50_000_000), person: perDay(200_000), staff: perDay(2_000_000) },
  streams: { address: 3_000, person: 50, staff: 50 },
}

export function limitClassOf({ method, path }: Pick<AnyOperation, 'method' | 'path'>): LimitClass {
  if (path.startsWith('/v1/photos/')) return method === 'PUT' && path.endsWith('/upload') ? 'photo-parts' : 'photos'
  if (path.endsWith(':import')) return 'imports'
  // Whoever has the code sees what it stands for.
  if (/^(\/v1\/receipts|(\/v1)?\/certificates|\/open311\/v2\/tokens)[/:]/.test(path)) return 'receipts'
  if (path.startsWith('/v1/auth/')) return 'sign-in'
  if (path === '/v1/people/find') return 'people-search'
  if (path === '/v1/issues:similar') return 'similar'
  if (path === '/v1/grids:check') return 'grid-checks'
  return method === 'GET' ? 'reads' : 'writes'
}

export function limitedByOf({ kind }: Principal): Exclude<LimitedBy, 'address'> | undefined {
  if (kind === 'public' || kind === 'org') return 'site'
  return kind === 'person' || kind === 'staff' ? kind : undefined
}
