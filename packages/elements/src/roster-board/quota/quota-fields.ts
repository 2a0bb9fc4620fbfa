import type { QuotaPlan } from '@wangge/core/roster/schema'
import type { FieldErrors } from '../../form-fields.ts'
import type { Strings } from '../../strings.ts'
import { readPercent } from './read-percent.ts'

type Words = Strings['roster']['quotaPlan']['errors']
type Step = QuotaPlan['steps'][number]
type Exemption = QuotaPlan['exempt'][number]

/** What is typed for another share from a day on. */
export interface StepFields {
  from: string
  percent: string
  kinds: Step['kinds']
  basis: NonNullable<Step['basis']>
  without: NonNullable<Step['without']> | 'none'
}

/** What is typed for an organisation that is not called; `last` is the last day of it, empty for no end. */
export interface ExemptionFields {
  organisation: string
  from: string
  last: string
}

export type Read<T> = { ok: true; value: T } | { ok: false; errors: FieldErrors }

export function readStep({ from, percent, kinds, basis, without }: StepFields, today: string, words: Words): Read<Step> {
  const errors = new Map<string, string>()
  const ratio = readPercent(percent)
  if (from === '') errors.set('step-from', words.from)
  else if (from < today) errors.set('step-from', words.past)
  if (!ratio) errors.set('step-percent', words.percent)
  if (kinds.length === 0) errors.set('step-kinds', words.kinds)
  if (errors.size > 0 || !ratio) return { ok: false, errors }
  // As usual is not written down.
  const how = { ...(basis !== 'declared' && { basis }), ...(without !== 'none' && { without }) }
  return { ok: true, value: { from, ratio, kinds, ...how } }
}

/** @param idOf the organisation of what was typed, undefined where there is none, or a name that several have */
export function readExemption(
  { organisation, from, last }: ExemptionFields,
  {
    today,
    idOf,
    next,
    words,
  }: { today: string; idOf: (name: string) => string | undefined; next: (day: string) => string; words: Words },
): Read<Exemption> {
  const errors = new Map<string, string>()
  const orgId = idOf(organisation.trim())
  if (orgId === undefined) errors.set('exempt-org', words.organisation)
  if (from === '') errors.set('exempt-from', words.from)
  else if (from < today) errors.set('exempt-from', words.past)
  if (last !== '' && last < from) errors.set('exempt-last', words.last)
  if (errors.size > 0 || orgId === undefined) return { ok: false, errors }
  return { ok: true, value: { orgId, from, ...(last !== '' && { to: next(last) }) } }
}
