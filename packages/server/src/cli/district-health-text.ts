import type { GridHealth, HealthGap } from '@wangge/core/grid'
import type { Lang } from './language.ts'
import { printable } from './table.ts'

/** So many gaps of a part are told one by one; all of them are in the JSON. */
const MOST = 10

/** How complete the grids are, for the street office. */
export function healthText(health: GridHealth, lang: Lang): string {
  const { asOf, summary, toTheEdge, toTheBottom, area, levels, staff, groups } = health
  const [edge, bottom] = lang === 'zh' ? ['横向到边', '纵向到底'] : ['To the edge', 'To the bottom']
  const parts: [string, readonly HealthGap[]][] =
    lang === 'zh'
      ? [
          ['界线', area.gaps],
          ['层级', levels.gaps],
          ['人员', staff.gaps],
          ['居民群', groups?.gaps ?? []],
        ]
      : [
          ['Area', area.gaps],
          ['Levels', levels.gaps],
          ['Staff', staff.gaps],
          ['Residents’ groups', groups?.gaps ?? []],
        ]
  return [
    `${timeText(asOf, lang)}  ${mark(toTheEdge)} ${edge}  ${mark(toTheBottom)} ${bottom}`,
    summary[lang],
    ...parts.flatMap(([name, gaps]) => partLines(name, gaps, lang)),
  ]
    .map(printable)
    .join('\n')
}

/** In the zone of whoever asks. */
const timeText = (instant: string, lang: Lang) =>
  new Date(instant).toLocaleString(lang === 'zh' ? 'zh-CN' : 'en-GB', { dateStyle: 'medium', timeStyle: 'short' })

const mark = (isComplete: boolean) => (isComplete ? '✓' : '✗')

function partLines(name: string, gaps: readonly HealthGap[], lang: Lang): string[] {
  if (gaps.length === 0) return []
  const between = lang === 'zh' ? '' : ' '
  const told = gaps.slice(0, MOST).map(({ message, hint }) => `  ${message[lang]}${between}${hint[lang]}`)
  const more = gaps.length - told.length
  const rest = lang === 'zh' ? `  另有 ${more} 处（全部见 --json）` : `  and ${more} more (all of them: --json)`
  return ['', lang === 'zh' ? `${name}：${gaps.length} 处` : `${name}: ${gaps.length}`, ...told, ...(more > 0 ? [rest] : [])]
}
