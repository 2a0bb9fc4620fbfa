import type { Id } from '../../schema.ts'
import { addDays, daysBetween } from '../../calendar/local-days.ts'
import type { QuotaPlan } from '../quota-schema.ts'
import { quotaDays } from './quota-days.ts'
import type { QuotaDaysOptions } from './quota-days.ts'

/** Persons due by the plan that holds, and by the one that is looked at. */
export interface QuotaChange {
  now: number
  then: number
}

export interface QuotaPreview extends QuotaChange {
  /** By id; each that is known, whether anything is due of it or not. */
  organisations: (QuotaChange & { orgId: Id })[]
  /** Each day asked for. */
  days: (QuotaChange & { date: string })[]
}

export interface PreviewQuotaOptions extends Omit<QuotaDaysOptions, 'plan'> {
  /** The plan that holds; undefined before the first. */
  current: QuotaPlan | undefined
  /** As `reviseQuotaPlan` lets it through. */
  wanted: QuotaPlan
}

/**
 * What another plan would change in some days: of each organisation and each day what is due now, and what would be due.
 * @example
 * previewQuota({ current, wanted, roll, from: '2026-03-02', to: '2026-03-09' })
 * // { now: 21, then: 42, organisations: [{ orgId: 'o1', now: 3, then: 6 }, …], days: [{ date: '2026-03-02', now: 3, then: 6 }, …] }
 */
export function previewQuota({ current, wanted, ...asked }: PreviewQuotaOptions): QuotaPreview {
  const { from, to } = asked
  const days = new Map<string, QuotaChange>(
    Array.from({ length: daysBetween(from, to) }, (_, day) => [addDays(from, day), { now: 0, then: 0 }]),
  )
  const organisations = new Map<Id, QuotaChange>()
  const count = (plan: QuotaPlan, which: keyof QuotaChange) => {
    for (const { orgId, days: lines } of quotaDays({ ...asked, plan }).organisations) {
      const own = organisations.get(orgId) ?? { now: 0, then: 0 }
      organisations.set(orgId, own)
      for (const { date, due } of lines) {
        own[which] += due
        days.get(date)![which] += due
      }
    }
  }
  count(current ?? { steps: [], exempt: [] }, 'now')
  count(wanted, 'then')
  const sum = (which: keyof QuotaChange) => [...days.values()].reduce((all, day) => all + day[which], 0)
  return {
    now: sum('now'),
    then: sum('then'),
    organisations: [...organisations].map(([orgId, change]) => ({ orgId, ...change })),
    days: [...days].map(([date, change]) => ({ date, ...change })),
  }
}
