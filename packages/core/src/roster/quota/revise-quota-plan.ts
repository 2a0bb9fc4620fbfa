import type { QuotaPlan } from '../quota-schema.ts'
import { commonDenominator } from './carry.ts'

/** With it, exact shares of a city's members over years stay far below 2^53. */
const MOST_PARTS = 100_000

export type QuotaPlanRefusal = { ok: false } & (
  | { reason: 'step-twice'; detail: { from: string } }
  | { reason: 'exemption-ends-first'; detail: { orgId: string; from: string; to: string } }
  /** One after the other the ratios need credits in parts of a person-day as fine as that. */
  | { reason: 'ratios-too-fine'; detail: { den: number; most: number } }
  /** Something is different on a day that is over: what was due then is told already. */
  | { reason: 'past-changed'; detail: { date: string; earliest: string } }
)

export type QuotaPlanRevision = { ok: true; plan: QuotaPlan } | QuotaPlanRefusal

/**
 * Takes a plan over in place of another, from today on: days that are over keep their ratio and their exemptions, so that
 * what was due on them is found again. Steps and exemptions come out in order.
 * @example
 * reviseQuotaPlan(undefined, { steps: [{ from: '2026-03-01', … }], exempt: [] }, { today: '2026-03-02' })
 * // { ok: false, reason: 'past-changed', detail: { date: '2026-03-01', earliest: '2026-03-02' } }
 */
export function reviseQuotaPlan(
  current: QuotaPlan | undefined,
  wanted: QuotaPlan,
  { today }: { today: string },
): QuotaPlanRevision {
  const plan = inOrder(wanted)
  const twice = plan.steps.find(({ from }, index) => plan.steps[index - 1]?.from === from)
  if (twice) return { ok: false, reason: 'step-twice', detail: { from: twice.from } }
  for (const { orgId, from, to } of plan.exempt) {
    if (to !== undefined && to <= from) return { ok: false, reason: 'exemption-ends-first', detail: { orgId, from, to } }
  }
  const den = plan.steps.reduce((all, { ratio }) => commonDenominator({ den: all }, ratio), 1)
  if (den > MOST_PARTS) return { ok: false, reason: 'ratios-too-fine', detail: { den, most: MOST_PARTS } }
  const date = firstDifference(current ? past(inOrder(current), today) : [], past(plan, today))
  if (date !== undefined) return { ok: false, reason: 'past-changed', detail: { date, earliest: today } }
  return { ok: true, plan }
}

const by =
  <T>(key: (one: T) => string) =>
  (one: T, other: T): number =>
    key(one) < key(other) ? -1 : Number(key(one) > key(other))

const inOrder = ({ steps, exempt }: QuotaPlan): QuotaPlan => ({
  steps: steps.map((step) => ({ ...step, kinds: [...new Set(step.kinds)].sort() })).sort(by(({ from }) => from)),
  exempt: [...exempt].sort(by(({ orgId, from, to }) => `${from}|${orgId}|${to ?? ''}`)),
})

/** What of a plan holds on the days before today, a text for each fact behind its first day. */
function past({ steps, exempt }: QuotaPlan, today: string): string[] {
  const facts = [
    ...steps.map(({ from, ratio, kinds, basis = 'declared', without = '' }) => [
      ...[from, ratio.num, ratio.den, ...kinds],
      ...[basis, without],
    ]),
    // One that ends later than today is, up to now, like one without an end.
    ...exempt.map(({ from, orgId, to }) => [from, orgId, to !== undefined && to < today ? to : '']),
  ]
  return facts.map((fact) => fact.join(' ')).filter((fact) => fact.slice(0, 10) < today)
}

function firstDifference(before: readonly string[], after: readonly string[]): string | undefined {
  const [old, fresh] = [new Set(before), new Set(after)]
  const different = [...before.filter((fact) => !fresh.has(fact)), ...after.filter((fact) => !old.has(fact))]
  return different.map((fact) => fact.slice(0, 10)).sort()[0]
}
