// A district of two communities, small enough to know by heart: s > c1, c2 > e1, e2, e3 > m1 … m4, and the dedicated d1 in c2.
import type { Appointment, GridRecord } from '../src/grid/schema.ts'
import { createGridTree } from '../src/grid/grid-tree.ts'
import type { GridTree } from '../src/grid/grid-tree.ts'

export const grid = (
  id: string,
  level: GridRecord['level'],
  parentId?: string,
  more: Partial<Omit<GridRecord, 'id' | 'level' | 'parentId'>> = {},
): GridRecord => ({
  id,
  level,
  ...(parentId !== undefined && { parentId }),
  name: { zh: `格${id}`, en: `Grid ${id}` },
  codes: [],
  ...more,
})

export const SMALL_DISTRICT: readonly GridRecord[] = [
  grid('s', 'subdistrict', undefined, { name: { zh: '示例街道', en: 'Sample Subdistrict' }, pinyin: 'shi li jie dao' }),
  grid('c1', 'community', 's', {
    name: { zh: '永安社区', en: "Yong'an Community" },
    pinyin: 'yong an she qu',
    codes: [{ scheme: 'nbs12', value: '510107064001' }],
  }),
  grid('c2', 'community', 's', {
    name: { zh: '绿地社区', en: 'Lüdi Community' },
    pinyin: 'lü di she qu',
    codes: [{ scheme: 'nbs12', value: '510107064002' }],
  }),
  grid('e1', 'estate', 'c1', { name: { zh: '安和苑', en: 'Anhe Court' }, pinyin: 'an he yuan' }),
  grid('e2', 'estate', 'c1', { name: { zh: '永安', en: 'Yongan' }, pinyin: 'yong an' }),
  grid('e3', 'estate', 'c2', { name: { zh: '长乐里', en: 'Changle Lane' }, pinyin: 'chang le li' }),
  grid('m1', 'micro', 'e1', {
    name: { zh: '3号楼', en: 'Building 3' },
    pinyin: '3 hao lou',
    codes: [{ scheme: 'local', value: 'AHY-03' }],
  }),
  grid('m2', 'micro', 'e1', {
    name: { zh: '12号楼', en: 'Building 12' },
    pinyin: '12 hao lou',
    codes: [{ scheme: 'local', value: 'AHY-12' }],
  }),
  grid('m3', 'micro', 'e2'),
  grid('m4', 'micro', 'e3'),
  grid('d1', 'dedicated', 'c2', { name: { zh: '科创大厦', en: 'Kechuang Tower' }, pinyin: 'ke chuang da sha' }),
]

/** The tree of records that are known to make one. */
export function treeOf(records: readonly GridRecord[]): GridTree {
  const result = createGridTree(records)
  if (!result.ok) throw new Error(`Expected one tree, got ${result.problems.map(({ message }) => message.en).join(' ')}`)
  return result.tree
}

let appointments = 0

export const appointment = (
  role: Appointment['role'],
  personId: string,
  gridId: string,
  from = '2026-01-01T00:00:00+08:00',
  to?: string,
): Appointment => ({ id: `a${++appointments}`, role, personId, gridId, from, ...(to !== undefined && { to }) })
