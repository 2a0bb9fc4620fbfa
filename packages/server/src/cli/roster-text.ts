import { localClock, localDate, unfilledSentence } from '@wangge/core/roster'
import type { PlanProgress, RosterVerdict } from '@wangge/core/roster'
import type { PlanCosts, RosterPlan, RosterProblem } from '@wangge/core/roster/schema'
import { countText } from '../report/figures.ts'
import { COST_NAMES, ENDED_NAMES, ROLE_NAMES } from '../report/roster-words.ts'
import type { Lang } from './language.ts'
import type { Mended } from './roster.ts'
import { printable, tableText } from './table.ts'

/** So many gaps are told one by one. */
const MOST_GAPS = 15
const MOST_PROBLEMS = 20

const percent = (share: number): string => `${(share * 100).toFixed(share < 0.01 ? 3 : 1)} %`

export function progressText({ iteration, cost, bound, gap, missing, elapsedMs }: PlanProgress, lang: Lang): string {
  const seconds = (elapsedMs / 1000).toFixed(1)
  const figure = (value: number) => countText(value, lang)
  return lang === 'zh'
    ? `· ${seconds} 秒 第 ${iteration} 轮 代价 ${figure(cost)} 下界 ${figure(bound)} 差 ${percent(gap)} 缺 ${figure(missing)} 人`
    : `· ${seconds} s  round ${iteration}  cost ${figure(cost)}  bound ${figure(bound)}  gap ${percent(gap)}  ${figure(missing)} missing`
}

export interface PlanTextOptions {
  lang: Lang
  file: string
  mended?: Mended | undefined
}

/** A plan for whoever asked for it: how good it is, what it costs, and which seats stay empty and why. */
export function planText(problem: RosterProblem, plan: RosterPlan, { lang, file, mended }: PlanTextOptions): string {
  const isZh = lang === 'zh'
  const { assignments, unfilled, cost, bound, gap, ended } = plan
  const figure = (value: number) => countText(value, lang)
  const missing = unfilled.reduce((sum, one) => sum + one.missing, 0)
  const head = isZh
    ? `${file} · ${figure(problem.slots.length)} 个班次 · ${figure(problem.people.length)} 人 · 安排 ${figure(assignments.length)} 人次`
    : `${file} · ${figure(problem.slots.length)} slots · ${figure(problem.people.length)} people · ${figure(assignments.length)} assigned`
  const quality = isZh
    ? `代价 ${figure(cost)}，下界 ${figure(bound)}，差 ${percent(gap)}：${ENDED_NAMES[ended].zh}`
    : `Cost ${figure(cost)}, bound ${figure(bound)}, gap ${percent(gap)}: ${ENDED_NAMES[ended].en}`
  const outcome =
    missing === 0
      ? isZh
        ? '✓ 每个岗位都有人。'
        : '✓ Every seat is filled.'
      : isZh
        ? `缺 ${figure(missing)} 人：`
        : `${figure(missing)} seats stay empty:`
  const gaps = unfilled.slice(0, MOST_GAPS).map((one) => gapText(problem, one, lang))
  const more = unfilled.length - gaps.length
  return [
    printable(head),
    quality,
    ...(mended ? [mendedText(mended, lang)] : []),
    '',
    costTable(plan.costs, lang),
    '',
    outcome,
    ...gaps,
    ...(more > 0 ? [isZh ? `……另有 ${more} 处（--html 或 --json）` : `… and ${more} more (--html or --json)`] : []),
  ].join('\n')
}

function mendedText({ lost, moved, added, dropped, isFewest }: Mended, lang: Lang): string {
  if (lang === 'zh') {
    return `失去 ${lost} 人次，调动 ${moved}，增派 ${added}，减少 ${dropped}${isFewest ? '；已证明不能更少' : ''}`
  }
  return `${lost} lost, ${moved} moved, ${added} added, ${dropped} dropped${isFewest ? '; proven to be the fewest' : ''}`
}

function costTable(costs: PlanCosts, lang: Lang): string {
  const rows = (Object.keys(COST_NAMES) as (keyof PlanCosts)[])
    .filter((part) => costs[part] !== 0)
    .map((part) => [COST_NAMES[part][lang], countText(costs[part], lang)])
  return tableText([[lang === 'zh' ? '代价' : 'Cost', lang === 'zh' ? '分' : 'Points'], ...rows], [1])
}

function gapText({ slots, timeZone }: RosterProblem, gap: RosterPlan['unfilled'][number], lang: Lang): string {
  const slot = slots.find(({ id }) => id === gap.slot)!
  const [start, end] = [Date.parse(slot.startsAt), Date.parse(slot.endsAt)]
  const when = `${localDate(start, timeZone)} ${localClock(start, timeZone)}–${localClock(end, timeZone)}`
  const role = slot.needs[gap.need]?.role
  const missing = lang === 'zh' ? `缺 ${gap.missing} 人：` : `${gap.missing} missing: `
  const who = role === undefined ? '' : ` ${ROLE_NAMES[role][lang]}`
  return printable(`  ${when} ${slot.postId}${who}  ${missing}${unfilledSentence(gap, lang)}`)
}

export function verdictText({ valid, problems, contradictions }: RosterVerdict, lang: Lang): string {
  if (valid) return lang === 'zh' ? '✓ 方案符合全部规则，数字无误。' : '✓ The plan keeps every rule, and its figures are right.'
  const lines = [...contradictions, ...problems].map(({ code, slots, people, expected, came }) => {
    const where = [...slots, ...people].join(', ')
    const told = lang === 'zh' ? `应为 ${expected}，实为 ${came}` : `expected ${expected}, got ${came}`
    return printable(`  ${code}${where === '' ? '' : ` (${where})`}: ${told}`)
  })
  const count = lines.length
  const head = lang === 'zh' ? `${count} 处不符：` : `${count} things are wrong:`
  const more = count > MOST_PROBLEMS ? [`  … ${count - MOST_PROBLEMS}`] : []
  return [head, ...lines.slice(0, MOST_PROBLEMS), ...more].join('\n')
}
