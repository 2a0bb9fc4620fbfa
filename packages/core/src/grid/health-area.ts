import type { Id, Localized } from '../schema.ts'
import type { CoverageReport } from './coverage-schema.ts'
import type { District } from './health.ts'
import type { AreaHealth, HealthGap } from './health-schema.ts'
import { both, listOf, squareMetres } from './health-words.ts'

type Coverage = Pick<CoverageReport, 'valid' | 'findings' | 'areas'>
type Finding = Coverage['findings'][number]

/** Blanks lie apart, level by level, so what is left of the root's ground is what leaves cover. */
export function areaHealth(district: District, { findings, areas }: Coverage): AreaHealth {
  const { tree, grids } = district
  const isDrawn = (id: Id) => Object.hasOwn(areas, id)
  const undrawn = grids.filter(({ id }) => !isDrawn(id))
  const parents = new Set(grids.flatMap(({ id, parentId }) => (parentId !== undefined && isDrawn(id) ? [parentId] : [])))
  // A community or an estate that nothing drawn divides: nobody looks after its ground, though there is no blank between.
  const undivided = grids.filter(({ id, level }) => level !== 'micro' && level !== 'dedicated' && isDrawn(id) && !parents.has(id))
  const den = areas[tree.root.id] ?? 0
  const sum = (...codes: Finding['code'][]) =>
    findings.reduce((total, { code, area }) => (codes.includes(code) ? total + area : total), 0)
  const blank = sum('gap', 'narrow-gap') + undivided.reduce((total, { id }) => total + areas[id]!, 0)
  const gaps = [
    ...findings.map((finding) => borderGap(district, finding)),
    ...undivided.map(({ id }) => notDivided(district, id, areas[id]!)),
    ...undrawn.map(({ id }) => notDrawn(district, id)),
  ]
  return {
    complete: gaps.length === 0,
    coverage: { num: Math.max(0, den - blank), den },
    overlap: { num: sum('overlap'), den },
    outside: { num: sum('outside-parent'), den },
    gaps,
  }
}

function borderGap(district: District, finding: Finding): HealthGap {
  const { code, grids, parent, area, hint } = finding
  return {
    code,
    grids: parent === undefined || grids.includes(parent) ? grids : [...grids, parent],
    ...(area > 0 && { area }),
    message: borderMessage(district, finding),
    hint,
  }
}

function borderMessage({ nameOf }: District, { code, grids, parent, area }: Finding): Localized {
  const among = listOf(grids.map(nameOf))
  const within = parent === undefined ? undefined : nameOf(parent)
  const size = squareMetres(area)
  switch (code) {
    case 'gap':
    case 'narrow-gap':
      return {
        zh: `${within ? `${within.zh}内` : ''}有空白 ${size.zh}${grids.length > 0 ? `，在${among.zh}旁` : ''}。`,
        en: `${size.en} left blank${within ? ` in ${within.en}` : ''}${grids.length > 0 ? `, beside ${among.en}` : ''}.`,
      }
    case 'overlap':
      return { zh: `${among.zh}重叠 ${size.zh}。`, en: `${among.en} overlap by ${size.en}.` }
    case 'outside-parent':
      return {
        zh: `${among.zh}超出${within?.zh ?? '上级'} ${size.zh}。`,
        en: `${among.en}: ${size.en} outside ${within?.en ?? 'the grid above'}.`,
      }
    case 'unmatched-edge':
      return { zh: `${among.zh}的边界不吻合。`, en: `The borders of ${among.en} do not match.` }
    case 'invalid-geometry':
      return { zh: `${among.zh}的图形有误。`, en: `The outline of ${among.en} is not sound.` }
    case 'crs':
      return { zh: `${among.zh}的坐标系不符。`, en: `The coordinates of ${among.en} are of another system.` }
  }
}

const notDivided = ({ nameOf }: District, id: Id, area: number): HealthGap => ({
  code: 'not-divided',
  grids: [id],
  area,
  message: both(
    nameOf(id),
    (name) => `${name}之下没有划定网格，${squareMetres(area).zh}无人负责。`,
    (name) => `${name} is not divided into grids: nobody looks after its ${squareMetres(area).en}.`,
  ),
  hint: { zh: '在其下划定网格并绘制边界。', en: 'Divide it into grids and draw them.' },
})

const notDrawn = ({ nameOf }: District, id: Id): HealthGap => ({
  code: 'not-drawn',
  grids: [id],
  message: both(
    nameOf(id),
    (name) => `${name}没有绘制边界。`,
    (name) => `The borders of ${name} are not drawn.`,
  ),
  hint: { zh: '补绘边界后重新核查。', en: 'Draw them and check again.' },
})
