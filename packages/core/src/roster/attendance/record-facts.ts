import type { CorrectedFacts, CorrectionBefore } from '../correction-schema.ts'
import type { ServiceRecord } from '../hours-schema.ts'
import type { Instant, Localized } from '../../schema.ts'

/** What a record tells beside its times, and a correction may change. */
export type RecordFact = 'activity' | 'place' | 'content' | 'inCharge'

export interface RecordFacts {
  activity: Localized
  place: Localized
  content: Localized
  inCharge?: string | undefined
}

/** As they are kept with a correction; null for a name that is kept no longer. */
export type KeptFacts = Omit<CorrectedFacts, 'inCharge'> & { inCharge?: string | null | undefined }

/** What stood in a record, as it is kept with a correction; null for a name that is kept no longer. */
export type KeptBefore = Omit<CorrectionBefore, 'inCharge'> & { inCharge?: string | null | undefined }

/** In the order that they are told in. */
export const RECORD_FACTS: readonly RecordFact[] = ['activity', 'place', 'content', 'inCharge']

/**
 * Of what should stand there, what does not in either language.
 * @example changedFacts({ place: '北门', inCharge: '李四' }, { ...record, inCharge: '李四' }) // { place: '北门' }
 */
export function changedFacts(asked: CorrectedFacts, stands: RecordFacts): CorrectedFacts {
  const changed: CorrectedFacts = {}
  for (const fact of RECORD_FACTS) {
    const text = asked[fact]
    if (text !== undefined && !textsOf(stands[fact]).includes(text)) changed[fact] = text
  }
  return changed
}

const textsOf = (told: Localized | string | undefined): (string | undefined)[] =>
  typeof told === 'object' ? [told.zh, told.en] : [told]

/**
 * A record as accepted corrections have it, the oldest first: what each names goes before what stood there. What was said in one
 * language is told in both; whose name is kept no longer is told as such, and not as who was there before.
 */
export function correctFacts<Told extends RecordFacts & Pick<ServiceRecord, 'lacks'>>(
  record: Told,
  accepted: readonly KeptFacts[],
): Told {
  const { inCharge, ...facts } = accepted.reduce<KeptFacts>((all, one) => ({ ...all, ...one }), {})
  const texts = Object.entries(facts).flatMap(([fact, text]) => (text === undefined ? [] : [[fact, { zh: text, en: text }]]))
  const corrected: Told = { ...record, ...Object.fromEntries(texts) }
  if (inCharge === undefined) return corrected
  delete corrected.lacks
  delete corrected.inCharge
  return inCharge === null ? { ...corrected, lacks: ['inChargeName'] } : { ...corrected, inCharge }
}

/**
 * What stands in a record of what a correction names. Where nobody was in charge nothing is told of it; where somebody was, whose
 * name is kept no longer, null is.
 */
export function standingFacts(
  { checkedInAt, facts = {} }: { checkedInAt?: Instant | undefined; facts?: Partial<Record<RecordFact, unknown>> | undefined },
  record: RecordFacts & Pick<ServiceRecord, 'checkedInAt' | 'checkedOutAt' | 'lacks'>,
): KeptBefore {
  const times = checkedInAt === undefined ? [] : (['checkedInAt', 'checkedOutAt'] as const)
  const named = [...times, ...RECORD_FACTS.filter((fact) => facts[fact] !== undefined)]
  const stands = { ...record, inCharge: record.lacks?.includes('inChargeName') ? null : record.inCharge }
  return Object.fromEntries(named.flatMap((what) => (stands[what] === undefined ? [] : [[what, stands[what]]])))
}
