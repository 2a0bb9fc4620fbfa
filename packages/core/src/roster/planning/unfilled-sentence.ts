import type { Localized } from '../../schema.ts'
import type { PlanReason, PlanReasonCode, UnfilledNeed } from '../planning-schema.ts'

/** What keeps so many people from a seat. */
const REASONS: Record<Exclude<PlanReasonCode, 'nobody' | 'resting'>, (count: number) => Localized> = {
  unavailable: (count) => ({ zh: `届时不能来 ${count} 人`, en: `${count} not there then` }),
  'outside-grids': (count) => ({ zh: `不在其网格 ${count} 人`, en: `${count} of other grids` }),
  'too-far': (count) => ({ zh: `路途过远 ${count} 人`, en: `${count} too far away` }),
  forbidden: (count) => ({ zh: `不得在此 ${count} 人`, en: `${count} not allowed here` }),
  'on-duty': (count) => ({ zh: `另有值守 ${count} 人`, en: `${count} on duty elsewhere` }),
  'daily-maximum': (count) => ({ zh: `${count} 人当日已满`, en: `${count} at the daily maximum` }),
  'weekly-maximum': (count) => ({ zh: `${count} 人本周已满`, en: `${count} at the weekly maximum` }),
  'daily-minutes': (count) => ({ zh: `${count} 人当日时数已满`, en: `${count} out of hours for the day` }),
  'weekly-minutes': (count) => ({ zh: `${count} 人本周时数已满`, en: `${count} out of hours for the week` }),
  apart: (count) => ({ zh: `${count} 人须与在岗者分开`, en: `${count} kept apart from somebody here` }),
  team: (count) => ({ zh: `${count} 人的搭档不能同来`, en: `${count} whose team cannot come whole` }),
}

/**
 * Why seats stay empty, in a line that whoever makes the rotation understands. Times are those that the reasons have.
 * @example
 * unfilledSentence({ slot: 's1', need: 0, missing: 1, eligible: 4, proven: true, reasons: [
 *   { code: 'unavailable', count: 2, people: ['p1', 'p2'] },
 *   { code: 'resting', count: 1, people: ['p3'], until: '2026-03-10T09:00:00+08:00' },
 *   { code: 'weekly-maximum', count: 1, people: ['p4'] },
 * ] }, 'en') // '4 eligible: 2 not there then, 1 resting until 09:00, 1 at the weekly maximum'
 */
export function unfilledSentence({ eligible, reasons }: UnfilledNeed, lang: keyof Localized): string {
  if (reasons.some(({ code }) => code === 'nobody')) return { zh: '没有符合条件的人', en: 'Nobody is eligible' }[lang]
  const head = { zh: `符合条件 ${eligible} 人`, en: `${eligible} eligible` }[lang]
  if (reasons.length === 0)
    return { zh: `${head}：补上得不偿失`, en: `${head}: filling it would cost more than it is worth` }[lang]
  const told = reasons.map((reason) => sentenceOf(reason)[lang])
  return { zh: `${head}：${told.join('，')}`, en: `${head}: ${told.join(', ')}` }[lang]
}

function sentenceOf({ code, count, until }: PlanReason): Localized {
  if (code === 'nobody') return { zh: '没有人', en: 'nobody' }
  if (code !== 'resting') return REASONS[code](count)
  const clock = until?.slice(11, 16)
  if (!clock) return { zh: `${count} 人须休息`, en: `${count} in need of rest` }
  return { zh: `${count} 人休息至 ${clock}`, en: `${count} resting until ${clock}` }
}
