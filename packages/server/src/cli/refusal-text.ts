import type { LineageReason } from '@wangge/core/grid'
import type { Localized } from '@wangge/core/schema'
import type { Lang } from './language.ts'

const WORDS: Readonly<Record<LineageReason | 'begins-later', Localized>> = {
  'unknown-grid': { zh: '没有这个网格。', en: 'There is no such grid.' },
  'listed-twice': { zh: '同一网格列了两次。', en: 'The same grid is listed twice.' },
  'too-few': { zh: '数量不够：拆分、合并至少两个网格。', en: 'Too few: a split or a merge is of two grids at least.' },
  'before-valid-from': { zh: '该网格在那时尚未生效，或正在那时生效。', en: 'The grid does not begin before then.' },
  'not-valid-then': { zh: '该网格在那时已经失效。', en: 'The grid has ended by then.' },
  'changed-later': {
    zh: '该网格已登记了更晚的调整；调整须按生效先后登记。',
    en: 'A later change of the grid is entered already; changes are entered in the order in which they take effect.',
  },
  'id-taken': { zh: '编号已用过；编号不重复使用。', en: 'The id is taken; an id is never given again.' },
  'level-differs': { zh: '网格层级不一致。', en: 'The grids are of different levels.' },
  'parent-differs': { zh: '网格的上级不一致。', en: 'The grids have different parents.' },
  'unknown-child': { zh: '所列的下级网格并不在其下。', en: 'What is listed as a child is none of the grid.' },
  'child-lost': { zh: '有下级网格没有指明归属。', en: 'Nobody says where some children go.' },
  'child-twice': { zh: '一个下级网格列在两处。', en: 'A child is listed in two places.' },
  'outline-missing': {
    zh: '缺少边界：原网格已绘制边界，新网格也要有。',
    en: 'An outline is missing: the former grids have one.',
  },
  'crs-differs': { zh: '坐标系不一致。', en: 'The outlines are in different coordinate systems.' },
  'not-tiling': {
    zh: '新边界与原网格的范围不符：有空白、重叠或超出。',
    en: 'The new outlines do not cover exactly what the former ones did.',
  },
  'broken-tree': {
    zh: '调整后网格树不完整，例如编码重复。',
    en: 'The grids would be no tree any more: two with one code, for example.',
  },
  'begins-later': { zh: '首次导入须立即生效。', en: 'The first import takes effect at once.' },
}

/** Why a change was refused, with what the rule says of it. */
export function refusalText({ reason, detail }: { reason: string; detail: Record<string, unknown> }, lang: Lang): string {
  const words = Object.hasOwn(WORDS, reason) ? WORDS[reason as LineageReason][lang] : ''
  const about = Object.entries(detail).map(
    ([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`,
  )
  const told = about.length > 0 ? [about.join(', ')] : []
  return [words, ...told, `(${reason})`].filter((part) => part !== '').join(' ')
}
