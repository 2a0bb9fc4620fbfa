import type { Crs, Id } from '../../schema.ts'
import type { Finding, FindingReason } from '../coverage-schema.ts'

type Hint = Finding['hint']

/** So many grids are named; of more, how many there are. */
const MOST_NAMES = 4

/** Grids as hints name them. Beginnings are kept: the same two may have many places. */
export interface Named extends Hint {
  grids: readonly Id[]
  ofOverlap?: Hint
  ofGap?: Hint
}

export function named(grids: readonly Id[]): Named {
  const some = grids.length > MOST_NAMES ? grids.slice(0, MOST_NAMES) : grids
  const rest = grids.length - some.length
  return {
    grids,
    zh: some.join('、') + (rest > 0 ? ` 等 ${grids.length} 个网格` : ''),
    en: some.join(', ') + (rest > 0 ? ` and ${rest} more` : ''),
  }
}

/** Three digits that count, never in powers of ten: as a whole number, 1000 times the decimals on top; −1 where it has more. */
function digitsOf(value: number): number {
  if (!(value < 999.5)) return -1
  let decimals = value >= 100 ? 0 : value >= 10 ? 1 : 2
  let scaled = value * (value >= 100 ? 1 : value >= 10 ? 10 : 100)
  for (; scaled < 100 && decimals > 1 && decimals < 8; decimals++) scaled *= 10
  const digits = Math.round(scaled)
  return digits === 1000 ? 1000 * (decimals - 1) + 100 : 1000 * decimals + digits
}

function textOf(value: number): string {
  const digits = digitsOf(value)
  if (digits < 0) return Number.isFinite(value) ? String(Math.round(value)) : '?'
  const decimals = Math.floor(digits / 1000)
  const text = ((digits % 1000) / 10 ** decimals).toFixed(decimals)
  return decimals > 0 ? text.replace(/\.?0+$/, '') : text
}

function metres(value: number): Hint {
  if (value >= 1) return { zh: `${textOf(value)} 米`, en: `${textOf(value)} m` }
  if (value >= 0.01) return { zh: `${textOf(100 * value)} 厘米`, en: `${textOf(100 * value)} cm` }
  return { zh: `${textOf(1000 * value)} 毫米`, en: `${textOf(1000 * value)} mm` }
}

const squareMetres = (value: number): Hint => ({ zh: `${textOf(value)} 平方米`, en: `${textOf(value)} m²` })

/** A size within its sentence, kept for the next time: sizes of three digits are few. */
function kept(write: (value: number) => Hint): (value: number) => Hint {
  const known = new Map<number, Hint>()
  return (value) => {
    const unit = value >= 1 ? 1 : value >= 0.01 ? 100 : 1000
    const digits = digitsOf(unit * value)
    if (digits < 0) return write(value)
    const key = unit * 10_000 + digits
    let hint = known.get(key)
    if (hint === undefined) known.set(key, (hint = write(value)))
    return hint
  }
}

const overlapArea = kept((area) => {
  const { zh, en } = squareMetres(area)
  return { zh: `${zh}，最宽处 `, en: `${en}, ` }
})
const overlapWidth = kept((width) => {
  const { zh, en } = metres(width)
  return {
    zh: `${zh}。请确定这块地归哪一个网格，再把各方界线改成同一条。`,
    en: `${en} at the widest. Decide whose ground it is, then draw one border for all of them.`,
  }
})

export function overlapHint(who: Named, area: number, width: number): Hint {
  const begin = (who.ofOverlap ??= { zh: `网格 ${who.zh} 重叠 `, en: `Grids ${who.en} overlap by ` })
  const [size, wide] = [overlapArea(area), overlapWidth(width)]
  return { zh: begin.zh + size.zh + wide.zh, en: begin.en + size.en + wide.en }
}

const gapArea = kept((area) => {
  const { zh, en } = squareMetres(area)
  return { zh: `${zh}空白没有划入任何网格，最宽处 `, en: `There is a blank of ${en} ` }
})
const gapWidth = kept((width) => {
  const { zh, en } = metres(width)
  return {
    zh: `${zh}。请把它划给其中一个网格，或者新建网格。`,
    en: `${en} at the widest. Give it to one of the grids, or draw a new one.`,
  }
})

/** Between grids that have no parent. */
export function gapHint(who: Named, area: number, width: number): Hint {
  const between = (who.ofGap ??= { zh: `网格 ${who.zh} 之间有 `, en: `between grids ${who.en} that no grid covers, ` })
  const [size, wide] = [gapArea(area), gapWidth(width)]
  return { zh: between.zh + size.zh + wide.zh, en: size.en + between.en + wide.en }
}

export function parentGapHint(who: Named, parent: Id, area: number, width: number): Hint {
  const [size, wide] = [squareMetres(area), metres(width)]
  const zhNext = who.grids.length === 0 ? '' : `，相邻的是 ${who.zh}`
  const enNext = who.grids.length === 0 ? '' : `, beside ${who.en}`
  return {
    zh: `上级网格 ${parent} 内有 ${size.zh}空白没有划入任何网格，最宽处 ${wide.zh}${zhNext}。请把它划给其中一个网格，或者新建网格。`,
    en: `There is a blank of ${size.en} within ${parent} that no grid covers, ${wide.en} at the widest${enNext}. Give it to one of the grids, or draw a new one.`,
  }
}

export function narrowGapHint(who: Named, area: number, width: number): Hint {
  const [size, wide] = [squareMetres(area), metres(width)]
  return {
    zh: `网格 ${who.zh} 的界线之间有一道窄缝，${size.zh}，最宽处 ${wide.zh}。两边应当共用一条界线，请把窄缝划给其中一方。`,
    en: `There is a narrow gap of ${size.en} along ${who.en}, ${wide.en} at the widest. The two sides should share one border: give the gap to one of them.`,
  }
}

export function outsideHint(child: Id, parent: Id, area: number, width: number): Hint {
  const [size, wide] = [squareMetres(area), metres(width)]
  return {
    zh: `网格 ${child} 有 ${size.zh}超出上级网格 ${parent}，最宽处 ${wide.zh}。请把它收回到上级界线以内；若上级界线有误，请先改上级。`,
    en: `Grid ${child} reaches ${size.en} outside its parent ${parent}, ${wide.en} at the widest. Draw it back to the parent’s border, or correct the parent’s border first.`,
  }
}

export function unmatchedHint(grids: readonly Id[], parent: Id | undefined, length: number): Hint {
  const [who, long] = [named(grids), metres(length)]
  const zhWith = grids.length === 1 && parent !== undefined ? `网格 ${who.zh} 与上级网格 ${parent} ` : `网格 ${who.zh} `
  const enWith = grids.length === 1 && parent !== undefined ? `${who.en} and its parent ${parent}` : who.en
  return {
    zh: `${zhWith}的公共界线有 ${long.zh}顶点不一致：一方有的折点另一方没有，或者相差不到容差。请让双方使用完全相同的折点。`,
    en: `Along ${long.en} of their common border the vertices of ${enWith} differ: one side has a vertex that the other has not, or they are a hair apart. Give both the very same vertices.`,
  }
}

export function otherCrsHint(grid: Id, declared: Crs, own: string): Hint {
  return {
    zh: `网格 ${grid} 的坐标系是 ${own}，与申报的 ${declared} 不同，没有参加边界检查。请先转换坐标，不能混用。`,
    en: `Grid ${grid} is in ${own}, not in ${declared} as declared, and was left out of the check of borders. Convert it first; coordinates must not be mixed.`,
  }
}

export function reasonHint(reason: FindingReason, grids: readonly Id[]): Hint {
  const { zh, en } = REASONS[reason]
  const who = named(grids)
  return { zh: zh.replace('*', () => who.zh), en: en.replace('*', () => who.en) }
}

const REASONS: Record<FindingReason, Hint> = {
  unreadable: {
    zh: '网格 * 的图形（或其中一部分）无法读取，应为由有限数字组成的 Polygon 或 MultiPolygon。请重新导出这个网格。',
    en: 'The outline of grid *, or a part of it, cannot be read: a Polygon or MultiPolygon of finite numbers was expected. Export this grid again.',
  },
  'duplicate-id': {
    zh: '编号 * 被不止一个网格使用，只检查了其中一个。请给每个网格一个自己的编号。',
    en: 'More than one grid has the id *; only one of them was checked. Give each grid an id of its own.',
  },
  'parent-cycle': {
    zh: '网格 * 的上级关系绕成了一圈，自己成了自己的上级。请改正它们的上级编号。',
    en: 'Grids * are their own ancestors: the parents run in a circle. Correct their parent ids.',
  },
  unclosed: {
    zh: '网格 * 有一圈界线没有闭合（最后一点应与第一点相同），已按闭合检查。请补上最后一点。',
    en: 'A ring of grid * is not closed (its last position should be its first); it was checked as if it were. Add the closing position.',
  },
  'too-few-positions': {
    zh: '网格 * 有一圈界线不足四个点，围不出面积，没有计入。请删去或重画这一圈。',
    en: 'A ring of grid * has fewer than four positions and bounds no area; it does not count. Delete it or draw it again.',
  },
  'duplicate-point': {
    zh: '网格 * 的界线上有连续重复的点。请删去多余的点。',
    en: 'A ring of grid * has the same position twice in a row. Delete the spare one.',
  },
  'zero-area': {
    zh: '网格 * 有一圈界线全在一条直线上，没有面积，没有计入。请删去或重画这一圈。',
    en: 'A ring of grid * lies on one line and bounds no area; it does not count. Delete it or draw it again.',
  },
  spike: {
    zh: '网格 * 的界线有尖刺：走出去又原路返回。请删去尖刺上的点。',
    en: 'A ring of grid * has a spike: it goes out and back the same way. Delete the positions of the spike.',
  },
  'self-crossing': {
    zh: '网格 * 的界线自己与自己相交，哪里算内部说不清，暂按奇偶规则计算。请在交叉处改正点的先后次序。',
    en: 'A ring of grid * crosses itself; what is inside is not clear and was counted by even-odd. Correct the order of the positions at the crossing.',
  },
  'self-touching': {
    zh: '网格 * 的同一圈界线两次经过同一点。请把它分成两圈（两块，或者一块加一个洞）。',
    en: 'A ring of grid * touches itself. Draw it as two rings: two parts, or a part and a hole.',
  },
  winding: {
    zh: '网格 * 的界线方向反了：外圈应为逆时针，内洞应为顺时针（RFC 7946）。请把这一圈的点倒过来。',
    en: 'A ring of grid * runs the wrong way: outer rings are counter-clockwise, holes clockwise (RFC 7946). Reverse its positions.',
  },
  'hole-outside': {
    zh: '网格 * 的洞（或洞的一部分）不在它的外圈以内，或者洞与洞重叠，暂按奇偶规则计算。请改正或删去这个洞。',
    en: 'A hole of grid *, or a part of it, is not within its outer ring, or is in another hole; it was counted by even-odd. Correct or delete the hole.',
  },
  'parts-overlap': {
    zh: '网格 * 自己的两块互相重叠，暂按奇偶规则计算。请把它们合并成一块。',
    en: 'Two parts of grid * overlap each other; they were counted by even-odd. Make them one part.',
  },
  antimeridian: {
    zh: '网格 * 有一条边跨过 180° 经线。请在 180° 处把它切成两块（RFC 7946）。',
    en: 'An edge of grid * jumps over the antimeridian. Cut the grid in two at 180° (RFC 7946).',
  },
  'other-crs': {
    zh: '网格 * 的坐标系与申报的不同。请先转换坐标。',
    en: 'Grid * is in other coordinates than declared. Convert it first.',
  },
  'out-of-range': {
    zh: '网格 * 有坐标超出经度 ±180° 或纬度 ±90°，没有参加边界检查。请确认坐标系，以及经度在前、纬度在后。',
    en: 'Grid * has coordinates beyond ±180° of longitude or ±90° of latitude and was left out of the check of borders. Check the coordinate system, and that longitude comes first.',
  },
}
