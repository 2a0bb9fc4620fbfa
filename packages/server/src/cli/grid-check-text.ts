import type { CoverageReport, Finding } from '@wangge/core/grid'
import type { Crs } from '@wangge/core/schema'
import type { FileGrid } from '../formats/grid-file.ts'
import { levelName } from '../formats/tree-columns.ts'
import { areaText, countText, lengthText } from '../report/figures.ts'
import { spotOf } from '../report/spot.ts'
import { FINDING_CODES, FINDING_NAMES } from '../report/words.ts'
import type { GridInput } from './grid-input.ts'
import type { Lang } from './language.ts'
import { printable, tableText } from './table.ts'

/** So many findings are told one by one; all of them are in the page and in the JSON. */
const WORST = 10
const MOST_GRIDS = 4

/** What a check found, for whoever draws the borders: how many of which kind, and the worst with their place. */
export function checkText({ file, outlined, crs, lang }: GridInput, report: CoverageReport): string {
  const { findings } = report
  const lines = [headline(file, outlined, crs, report, lang), '']
  if (report.valid) return [...lines, CLEAN[lang]].join('\n')
  const byId = new Map(outlined.map((grid) => [grid.id, grid]))
  const worst = [...findings].sort((a, b) => b.area - a.area || b.length - a.length).slice(0, WORST)
  const title = findings.length > WORST ? WORST_OF[lang] : ALL_OF[lang]
  return [
    ...lines,
    findingSummary(findings, lang),
    '',
    title,
    ...worst.map((one, index) => described(one, index + 1, byId, crs, lang)),
  ].join('\n')
}

const CLEAN = {
  zh: '✓ 界线明确：没有空白，没有交叉重叠，相邻边界一致。',
  en: '✓ Clean: no blank, no overlap, neighbours share their borders.',
}
const WORST_OF = {
  zh: '面积最大的十处（全部见 --html 或 --json）：',
  en: 'The ten largest (all of them: --html or --json):',
}
const ALL_OF = { zh: '逐处说明：', en: 'One by one:' }

function headline(file: string, grids: readonly FileGrid[], crs: Crs, { areas }: CoverageReport, lang: Lang): string {
  const ids = new Set(grids.map(({ id }) => id))
  const roots = grids.filter(({ parentId }) => parentId === undefined || !ids.has(parentId))
  const area = roots.reduce((sum, { id }) => sum + (areas[id] ?? 0), 0)
  const levels = new Map<string, number>()
  for (const { level } of grids) if (level !== undefined) levels.set(level, (levels.get(level) ?? 0) + 1)
  const each = [...levels].map(
    ([level, count]) => `${lang === 'zh' ? levelName(level as 'micro') : level} ${countText(count, lang)}`,
  )
  const parts = [file, lang === 'zh' ? `${countText(grids.length, lang)} 个网格` : `${countText(grids.length, lang)} grids`]
  return printable(
    [...parts, ...(each.length > 0 ? [each.join(lang === 'zh' ? '、' : ', ')] : []), areaText(area, lang), crs].join(' · '),
  )
}

/** How many of which kind. */
export function findingSummary(findings: readonly Finding[], lang: Lang): string {
  const rows = FINDING_CODES.flatMap((code) => {
    const those = findings.filter((finding) => finding.code === code)
    if (those.length === 0) return []
    const area = those.reduce((sum, finding) => sum + finding.area, 0)
    return [[FINDING_NAMES[code][lang], code, countText(those.length, lang), areaText(area, lang)]]
  })
  const header = lang === 'zh' ? ['问题', '代码', '处数', '面积'] : ['Finding', 'Code', 'Places', 'Area']
  const total = [lang === 'zh' ? '合计' : 'Total', '', countText(findings.length, lang), '']
  return tableText([header, ...rows, total], [2, 3])
}

function described(finding: Finding, number: number, byId: ReadonlyMap<string, FileGrid>, crs: Crs, lang: Lang): string {
  const { code, grids, parent, area, width, length, hint } = finding
  const spot = spotOf(finding.geometry)
  const named = grids.slice(0, MOST_GRIDS).map((id) => gridName(id, byId, lang))
  const more =
    grids.length > MOST_GRIDS ? [lang === 'zh' ? `等 ${grids.length} 个` : `and ${grids.length - MOST_GRIDS} more`] : []
  const within =
    parent === undefined ? '' : lang === 'zh' ? `，属 ${gridName(parent, byId, lang)}` : `, in ${gridName(parent, byId, lang)}`
  const size = [
    ...(area > 0 ? [areaText(area, lang)] : []),
    ...(width > 0 ? [lang === 'zh' ? `宽 ${lengthText(width, lang)}` : `${lengthText(width, lang)} wide`] : []),
    ...(length > 0 ? [lang === 'zh' ? `长 ${lengthText(length, lang)}` : `${lengthText(length, lang)} long`] : []),
    ...(spot ? [`@ ${placeText(spot, crs)}`] : []),
  ]
  const indent = ' '.repeat(4)
  return [
    `${String(number).padStart(2)}. ${FINDING_NAMES[code][lang]} ${printable([...named, ...more].join(lang === 'zh' ? '、' : ', ') + within)}`,
    ...(size.length > 0 ? [indent + size.join(lang === 'zh' ? '，' : ', ')] : []),
    indent + printable(hint[lang]),
  ].join('\n')
}

/** Seven decimals of a degree are a centimetre. */
export const placeText = ([x, y]: readonly [number, number], crs: Crs): string =>
  crs === 'planar' ? `${x.toFixed(2)},${y.toFixed(2)}` : `${x.toFixed(7)},${y.toFixed(7)}`

export function gridName(id: string, byId: ReadonlyMap<string, FileGrid>, lang: Lang): string {
  const name = byId.get(id)?.name?.[lang]
  if (name === undefined) return id
  return lang === 'zh' ? `${name}（${id}）` : `${name} (${id})`
}
