import type { Localized } from '../../schema.ts'
import type { QuotaSums } from './quota-sums.ts'

export type QuotaPeriod = 'today' | 'week' | 'nextWeek' | 'days'

const PERIOD: Record<QuotaPeriod, Localized> = {
  today: { zh: '今日', en: 'today' },
  week: { zh: '本周', en: 'this week' },
  nextWeek: { zh: '下周', en: 'next week' },
  days: { zh: '这几日', en: 'in these days' },
}

/**
 * What an organisation owes and has named, in a line that its liaison understands.
 * @example quotaSentence({ due: 3, assigned: 2 }, 'week') // { zh: '本周应派 3 人次，已报 2', en: '3 due this week, 2 named' }
 */
export function quotaSentence({ due, assigned }: Pick<QuotaSums, 'due' | 'assigned'>, period: QuotaPeriod): Localized {
  const { zh, en } = PERIOD[period]
  if (due === 0 && assigned === 0) return { zh: `${zh}无需派员`, en: `Nobody due ${en}` }
  return { zh: `${zh}应派 ${due} 人次，已报 ${assigned}`, en: `${due} due ${en}, ${assigned} named` }
}
