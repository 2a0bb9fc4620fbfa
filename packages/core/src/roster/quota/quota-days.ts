import type { Id } from '../../schema.ts'
import type { QuotaLine, QuotaPlan, QuotaStep } from '../quota-schema.ts'
import { apportion } from './apportion.ts'
import { NO_CARRY } from './carry.ts'
import type { QuotaCarry } from './carry.ts'
import { groupBy } from './group-by.ts'
import type { CalendarYear } from '../week-schema.ts'
import { dutyDays } from '../../calendar/duty-days.ts'
import { addDays, daysBetween } from '../../calendar/local-days.ts'

/** How many members an organisation has from a local date on, until its next entry. */
export interface RollEntry {
  orgId: Id
  kind: string
  from: string
  registered: number
  /** Memberships in force; where they were not counted, what is registered stands for them. */
  members?: number
}

/** What is known before anybody is named. */
export type QuotaDay = Omit<QuotaLine, 'assigned' | 'fulfilled'>

export interface QuotaDays {
  /** Exact numbers are in 1/den person-days. */
  den: number
  /** By id; each with a line for every day from the plan's first on. */
  organisations: { orgId: Id; days: QuotaDay[] }[]
}

export interface QuotaDaysOptions {
  plan: QuotaPlan
  /** In any order. */
  roll: readonly RollEntry[]
  /** First local date wanted. */
  from: string
  /** First local date not wanted. */
  to: string
  /** By which days are off, where a step of the plan goes without them. A day that is over keeps its quota only while it stays. */
  calendar?: readonly CalendarYear[]
}

/**
 * What each organisation owes on some days of a plan, always reckoned from the plan's first day: the same facts give the
 * same lines, whenever and for whichever days they are asked for. A step of the plan, a change of a roll and both ends of
 * an exemption begin an epoch of `apportion`, which goes on with the credits of the one before.
 * @example
 * quotaDays({ plan, roll, from: '2026-03-02', to: '2026-03-09' })
 * // { den: 20, organisations: [{ orgId: 'o1', days: [{ date: '2026-03-02', entitlement: 3, carryIn: 0, due: 1, carryOut: -17 }, …] }] }
 */
export function quotaDays({ plan, roll, from, to, calendar = [] }: QuotaDaysOptions): QuotaDays {
  const steps = byDate(plan.steps)
  const rolls = groupBy(byDate(roll), ({ orgId }) => orgId)
  const ids = [...rolls.keys()].sort()
  const lines = new Map(ids.map((id) => [id, [] as (QuotaDay & { den: number })[]]))
  let carry: QuotaCarry = NO_CARRY
  for (const { begin, end, step } of epochs(steps, plan, turningEntries(rolls, steps), to)) {
    const isExempt = exemptAt(plan, begin)
    const organisations = ids.map((id) => ({ id, registered: registeredAt(rolls.get(id)!, begin, step) }))
    const exempt = ids.filter(isExempt)
    const isOff = daysWithout(step, begin, daysBetween(begin, end), calendar)
    const all = Array.from({ length: daysBetween(begin, end) }, (_, day) => addDays(begin, day))
    const days = all.filter((_, day) => !isOff(day)).length
    // Of the days that are wanted.
    const dates = all.map((date) => (from <= date ? date : undefined))
    const before = new Map(carry.organisations.map(({ id, credit }) => [id, credit]))
    const oldDen = carry.den
    const result = apportion({ organisations, ratio: step.ratio, days, exempt, carry })
    carry = result.carry
    const { den } = carry
    result.organisations.forEach(({ id, due }, index) => {
      const perDay = isExempt(id) ? 0 : (organisations[index]!.registered * step.ratio.num * den) / step.ratio.den
      let carryIn = ((before.get(id) ?? 0) * den) / oldDen
      let worked = 0
      dates.forEach((date, day) => {
        const [entitlement, one] = isOff(day) ? [0, 0] : [perDay, due[worked++]!]
        const carryOut = carryIn + entitlement - one * den
        if (date !== undefined) lines.get(id)!.push({ date, entitlement, carryIn, due: one, carryOut, den })
        carryIn = carryOut
      })
    })
  }
  return { den: carry.den, organisations: ids.map((orgId) => ({ orgId, days: lines.get(orgId)!.map(inUnitsOf(carry.den)) })) }
}

interface Epoch {
  begin: string
  end: string
  step: QuotaStep
}

function* epochs(steps: readonly QuotaStep[], plan: QuotaPlan, roll: readonly RollEntry[], to: string): Generator<Epoch> {
  const first = steps[0]?.from
  if (first === undefined || first >= to) return
  const dates = [
    ...steps.map((one) => one.from),
    ...roll.map((one) => one.from),
    ...plan.exempt.flatMap((one) => (one.to === undefined ? [one.from] : [one.from, one.to])),
  ]
  const turns = [...new Set(dates.filter((date) => first < date && date < to))].sort()
  let begin = first
  for (const end of [...turns, to]) {
    yield { begin, end, step: lastBy(steps, begin)! }
    begin = end
  }
}

const byDate = <T extends { from: string }>(entries: readonly T[]): T[] =>
  [...entries].sort((one, other) => (one.from < other.from ? -1 : Number(one.from > other.from)))

/** The entry that holds on a date, of entries by date. */
const lastBy = <T extends { from: string }>(entries: readonly T[], date: string): T | undefined =>
  entries.filter(({ from }) => from <= date).at(-1)

function exemptAt({ exempt }: QuotaPlan, date: string): (id: Id) => boolean {
  const out = new Set(
    exempt.filter((one) => one.from <= date && (one.to === undefined || date < one.to)).map(({ orgId }) => orgId),
  )
  return (id) => out.has(id)
}

function registeredAt(entries: readonly RollEntry[], date: string, { kinds, basis }: QuotaStep): number {
  const entry = lastBy(entries, date)
  return entry && (kinds as string[]).includes(entry.kind) ? countOf(entry, basis) : 0
}

const countOf = ({ registered, members = registered }: RollEntry, basis: QuotaStep['basis']): number =>
  basis === 'memberships' ? members : registered

/** Entries that change what the step of their day reckons with: of the others no epoch begins. */
const turningEntries = (rolls: ReadonlyMap<Id, readonly RollEntry[]>, steps: readonly QuotaStep[]): RollEntry[] =>
  [...rolls.values()].flatMap((entries) =>
    entries.filter((entry, index) => {
      const before = entries[index - 1]
      const basis = lastBy(steps, entry.from)?.basis
      return !before || before.kind !== entry.kind || countOf(before, basis) !== countOf(entry, basis)
    }),
  )

/** Which days of an epoch, from its first, carry no quota. */
function daysWithout(
  { without }: QuotaStep,
  begin: string,
  count: number,
  calendar: readonly CalendarYear[],
): (day: number) => boolean {
  if (without === undefined) return () => false
  const kinds = dutyDays(begin, count, calendar).map(({ kind }) => kind)
  return (day) => kinds[day] === 'holiday' || (without === 'daysOff' && kinds[day] === 'dayOff')
}

/** A later step may have made the denominator a multiple of what it was. */
const inUnitsOf =
  (den: number) =>
  ({ den: own, ...day }: QuotaDay & { den: number }): QuotaDay => {
    const scale = den / own
    const { entitlement, carryIn, carryOut } = day
    return { ...day, entitlement: entitlement * scale, carryIn: carryIn * scale, carryOut: carryOut * scale }
  }
