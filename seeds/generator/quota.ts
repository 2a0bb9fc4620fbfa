import type { Organisation } from './organisations.ts'
import { createRandom } from './random.ts'
import { ARTICLE_DATE } from './settings.ts'

export interface QuotaPlanRecord {
  version: number
  plan: {
    steps: { from: string; ratio: { num: number; den: number }; kinds: 'twoNew'[] }[]
    exempt: { orgId: string; from: string; to?: string }[]
  }
  at: string
}

/** Two-new organisations owe 2 % of their members each day from the article's day on, 5 % since May; four are excused for a time. */
export function planQuota(organisations: readonly Organisation[], seed: number): QuotaPlanRecord[] {
  const random = createRandom(seed, 'quota')
  const twoNew = organisations.filter(({ kind }) => kind === 'twoNew')
  const [moving, merging, auditing, closing] = random.shuffle(twoNew).map(({ id }) => id) as [string, string, string, string]
  const step = (from: string, num: number) => ({ from, ratio: { num, den: 100 }, kinds: ['twoNew' as const] })
  const plan = {
    steps: [step(ARTICLE_DATE, 2), step('2026-05-04', 5)],
    exempt: [
      { orgId: moving, from: '2026-03-16', to: '2026-04-06' },
      { orgId: merging, from: '2026-05-11', to: '2026-06-15' },
      { orgId: auditing, from: '2026-06-02', to: '2026-06-09' },
      { orgId: closing, from: '2026-05-25' },
    ],
  }
  return [{ version: 1, plan, at: '2026-05-22T17:30:00+08:00' }]
}
