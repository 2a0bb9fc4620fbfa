import type { Crs, Id } from '../../schema.ts'
import type { Finding, FindingReason } from '../coverage-schema.ts'

type Hint = Finding['hint']

/** So many grids are named; of more, how many there are. */
const MOST_NAMES = 4

function names(grids: readonly Id[]): Hint {
  const named = grids.slice(0, MOST_NAMES)
  const rest = grids.length - named.length
  return {
    zh: named.join('、') + (rest > 0 ? ` 等 ${grids.length} 个网格` : ''),
    en: named.join(', ') + (rest > 0 ? ` and ${rest} more` : ''),
  }
}

/** Three digits that count, never in powers of ten. */
function digits(value: number): string {
  if (!Number.isFinite(value)) return '?'
  if (value >= 100) return String(Math.round(value))
  let decimals = 2
  let scaled = value * 100
  if (value >= 10) {
    decimals = 1
    scaled = value * 10
  }
  for (; scaled < 100 && decimals < 8; decimals++) scaled *= 10
  return decimal(Math.round(scaled), decimals)
}

/** Numbers of up to three digits are told again and again. */
const DECIMALS: string[][] = Array.from({ length: 9 }, () => [])
const decimal = (digits: number, decimals: number): string =>
  (DECIMALS[decimals]![digits] ??= String(Number((digits / 10 ** decimals).toFixed(decimals))))

function metres(value: number): Hint {
  if (value >= 1) return unitsOf(digits(value), ' 米', ' m')
  if (value >= 0.01) return unitsOf(digits(100 * value), ' 厘米', ' cm')
  return unitsOf(digits(1000 * value), ' 毫米', ' mm')
}

const unitsOf = (number: string, zh: string, en: string): Hint => ({ zh: number + zh, en: number + en })

const squareMetres = (value: number): Hint => unitsOf(digits(value), ' 平方米', ' m²')

export function overlapHint(grids: readonly Id[], area: number, width: number): Hint {
  const [who, size, wide] = [names(grids), squareMetres(area), metres(width)]
  return {
    zh: `网格 ${who.zh} 重叠 ${size.zh}，最宽处 ${wide.zh}。请确定这块地归哪一个网格，再把各方界线改成同一条。`,
    en: `Grids ${who.en} overlap by ${size.en}, ${wide.en} at the widest. Decide whose ground it is, then draw one border for all of them.`,
  }
}

export function gapHint(grids: readonly Id[], parent: Id | undefined, area: number, width: number): Hint {
  const [who, size, wide] = [names(grids), squareMetres(area), metres(width)]
  const zhWhere = parent === undefined ? `网格 ${who.zh} 之间` : `上级网格 ${parent} 内`
  const enWhere = parent === undefined ? `between grids ${who.en}` : `within ${parent}`
  const zhNext = parent === undefined || grids.length === 0 ? '' : `，相邻的是 ${who.zh}`
  const enNext = parent === undefined || grids.length === 0 ? '' : `, beside ${who.en}`
  return {
    zh: `${zhWhere}有 ${size.zh}空白没有划入任何网格，最宽处 ${wide.zh}${zhNext}。请把它划给其中一个网格，或者新建网格。`,
    en: `There is a blank of ${size.en} ${enWhere} that no grid covers, ${wide.en} at the widest${enNext}. Give it to one of the grids, or draw a new one.`,
  }
}

export function narrowGapHint(grids: readonly Id[], area: number, width: number): Hint {
  const [who, size, wide] = [names(grids), squareMetres(area), metres(width)]
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
  const [who, long] = [names(grids), metres(length)]
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
  const who = names(grids)
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
