import type { Id, Localized } from '../schema.ts'
import type { GridLevel } from './schema.ts'

export type GridProblemCode =
  'duplicate-id' | 'no-root' | 'several-roots' | 'missing-parent' | 'cycle' | 'wrong-level' | 'duplicate-code'

/** Why records do not make one tree: what is broken, where, and what to mend. */
export interface GridProblem {
  /** Stable; what a program switches over. */
  code: GridProblemCode
  severity: 'error'
  /** The grids concerned, in the order of the records; a cycle in the order of the parents, lowest id first. */
  grids: Id[]
  /** The parent concerned, where there is one; it may be missing itself. */
  parent?: Id
  message: Localized
  hint: Localized
}

/** Level that each level's parent may have. */
export const PARENT_LEVELS: Readonly<Record<GridLevel, readonly GridLevel[]>> = {
  subdistrict: [],
  community: ['subdistrict'],
  estate: ['community'],
  micro: ['estate'],
  dedicated: ['community', 'estate'],
}

export const LEVEL_NAMES: Readonly<Record<GridLevel, Localized>> = {
  subdistrict: { zh: '街道', en: 'subdistrict' },
  community: { zh: '总网格（社区）', en: 'community grid' },
  estate: { zh: '一般网格（小区）', en: 'estate grid' },
  micro: { zh: '微网格（楼栋）', en: 'micro-grid' },
  dedicated: { zh: '专属网格', en: 'dedicated grid' },
}

export const duplicateId = (id: Id, times: number): GridProblem => ({
  code: 'duplicate-id',
  severity: 'error',
  grids: [id],
  message: { zh: `编号 ${id} 出现了 ${times} 次，应只出现一次。`, en: `Id ${id} is used by ${times} records, expected one.` },
  hint: { zh: '删除多余的记录，或为其另取编号。', en: 'Remove the surplus records, or give them ids of their own.' },
})

export const noRoot = (): GridProblem => ({
  code: 'no-root',
  severity: 'error',
  grids: [],
  message: { zh: '没有根网格：每条记录都有上级。', en: 'There is no root: expected one record without a parent, got none.' },
  hint: { zh: '加入街道一级的记录，且不填上级。', en: 'Add the subdistrict, without a parent.' },
})

export const severalRoots = (grids: Id[]): GridProblem => ({
  code: 'several-roots',
  severity: 'error',
  grids,
  message: {
    zh: `有 ${grids.length} 个网格没有上级（${some(grids)}），应只有街道一个。`,
    en: `${grids.length} records have no parent (${some(grids)}), expected the subdistrict alone.`,
  },
  hint: { zh: '为街道以外的网格填写上级。', en: 'Name the parent of every grid but the subdistrict.' },
})

export const missingParent = (parent: Id, grids: Id[]): GridProblem => ({
  code: 'missing-parent',
  severity: 'error',
  grids,
  parent,
  message: {
    zh: `${grids.length} 个网格（${some(grids)}）的上级 ${parent} 不在记录中。`,
    en: `The parent ${parent} of ${grids.length} records (${some(grids)}) is not among the records.`,
  },
  hint: { zh: '补上该上级，或改正这些网格的上级编号。', en: 'Add that parent, or correct the parent of these grids.' },
})

export const cycle = (grids: Id[]): GridProblem => ({
  code: 'cycle',
  severity: 'error',
  grids,
  message: { zh: `网格互为上级，形成循环：${some(grids)}。`, en: `These grids are their own ancestors: ${some(grids)}.` },
  hint: { zh: '改正其中一个网格的上级。', en: 'Correct the parent of one of them.' },
})

export const wrongRootLevel = (grid: Id, level: GridLevel): GridProblem => ({
  code: 'wrong-level',
  severity: 'error',
  grids: [grid],
  message: {
    zh: `根网格 ${grid} 的层级是${LEVEL_NAMES[level].zh}，应为街道。`,
    en: `The root ${grid} is a ${LEVEL_NAMES[level].en}, expected the subdistrict.`,
  },
  hint: { zh: '加入街道作为根，或改正层级。', en: 'Add the subdistrict as the root, or correct the level.' },
})

export const wrongLevel = (grid: Id, level: GridLevel, parent: Id, parentLevel: GridLevel): GridProblem => ({
  code: 'wrong-level',
  severity: 'error',
  grids: [grid],
  parent,
  message: {
    zh: `${LEVEL_NAMES[level].zh} ${grid} 不能在${LEVEL_NAMES[parentLevel].zh} ${parent} 之下。`,
    en: `${grid} is a ${LEVEL_NAMES[level].en} and cannot be below ${parent}, a ${LEVEL_NAMES[parentLevel].en}.`,
  },
  hint: {
    zh: `上级应为：${expectedParents(level, 'zh')}。`,
    en: `Its parent is to be: ${expectedParents(level, 'en')}.`,
  },
})

export const duplicateCode = (scheme: string, value: string, grids: Id[]): GridProblem => ({
  code: 'duplicate-code',
  severity: 'error',
  grids,
  message: {
    zh: `${scheme} 编码 ${value} 同时属于 ${grids.length} 个网格：${some(grids)}。`,
    en: `Code ${value} (${scheme}) belongs to ${grids.length} grids at the same time: ${some(grids)}.`,
  },
  hint: {
    zh: '更正编码；若网格已撤销，请填写其失效时间。',
    en: 'Correct the code, or say when the former grid ceased to be valid.',
  },
})

function expectedParents(level: GridLevel, language: keyof Localized): string {
  const names = PARENT_LEVELS[level].map((parent) => LEVEL_NAMES[parent][language])
  if (names.length > 0) return names.join(language === 'zh' ? '或' : ' or ')
  return language === 'zh' ? '无（街道即为根）' : 'none, the subdistrict is the root'
}

/** A message names a few; `grids` names all. */
function some(ids: readonly Id[]): string {
  const shown = ids.slice(0, 5).join(', ')
  return ids.length > 5 ? `${shown}, …` : shown
}
