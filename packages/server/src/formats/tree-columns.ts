import type { GridCode, GridLevel } from '@wangge/core/grid/schema'

export type ColumnKey =
  | 'id'
  | 'level'
  | 'parentId'
  | 'nameZh'
  | 'nameEn'
  | 'pinyin'
  | 'placeClasses'
  | 'households'
  | 'residentPop'
  | 'servicePop'
  | 'validFrom'
  | 'validTo'
  | 'crs'
  | 'geometry'
  | `code:${GridCode['scheme']}`

/** Headers of the table of the tree: what is written in either language, then what else is understood. */
export const COLUMNS: Record<ColumnKey, { en: string; zh: string; others?: readonly string[] }> = {
  id: { en: 'id', zh: '编号', others: ['网格编号', '网格id', '网格编码', '编码', 'gridid'] },
  level: { en: 'level', zh: '层级', others: ['级别', '网格层级', '网格级别'] },
  parentId: { en: 'parentId', zh: '上级编号', others: ['上级网格编号', '上级网格', '上级', '父级编号', 'parent'] },
  nameZh: { en: 'nameZh', zh: '名称', others: ['网格名称', '中文名称', 'name', 'name.zh'] },
  nameEn: { en: 'nameEn', zh: '英文名称', others: ['英文名', 'name.en'] },
  pinyin: { en: 'pinyin', zh: '拼音' },
  'code:nbs12': { en: 'code.nbs12', zh: '统计用区划代码', others: ['区划代码', 'nbs12'] },
  'code:unit15': { en: 'code.unit15', zh: '网格单元代码', others: ['unit15'] },
  'code:cjt349': { en: 'code.cjt349', zh: '单元网格代码', others: ['cjt349'] },
  'code:wecom': { en: 'code.wecom', zh: '企业微信网格编号', others: ['wecom'] },
  'code:local': { en: 'code.local', zh: '本地代码', others: ['自编号', 'local'] },
  placeClasses: { en: 'placeClasses', zh: '点位类别' },
  households: { en: 'households', zh: '户数' },
  residentPop: { en: 'residentPop', zh: '常住人口', others: ['户籍人口', '居民人数'] },
  servicePop: { en: 'servicePop', zh: '服务人口', others: ['产业服务人口'] },
  validFrom: { en: 'validFrom', zh: '生效时间' },
  validTo: { en: 'validTo', zh: '失效时间' },
  crs: { en: 'crs', zh: '坐标系' },
  geometry: { en: 'geometry', zh: '边界', others: ['wkt', 'geom', 'the_geom', '几何', '边界wkt'] },
}

export const COLUMN_KEYS = Object.keys(COLUMNS) as ColumnKey[]

const normal = (header: string) =>
  header
    .trim()
    .toLowerCase()
    .replace(/[\s_-]/g, '')

const BY_HEADER = new Map(
  COLUMN_KEYS.flatMap((key) => {
    const { en, zh, others = [] } = COLUMNS[key]
    return [en, zh, ...others].map((header) => [normal(header), key] as const)
  }),
)

export const columnOf = (header: string): ColumnKey | undefined => BY_HEADER.get(normal(header))

const LEVELS: Record<GridLevel, { zh: string; others: readonly string[] }> = {
  subdistrict: { zh: '街道', others: ['街镇', '镇街'] },
  community: { zh: '总网格', others: ['社区', '总网格(社区)'] },
  estate: { zh: '一般网格', others: ['小区', '一般网格(小区)'] },
  micro: { zh: '微网格', others: ['楼栋', '微网格(楼栋)'] },
  dedicated: { zh: '专属网格', others: [] },
}

export const levelName = (level: GridLevel): string => LEVELS[level].zh

export function levelOf(text: string): GridLevel | undefined {
  const plain = text.trim().replaceAll('（', '(').replaceAll('）', ')')
  const levels = Object.keys(LEVELS) as GridLevel[]
  return levels.find(
    (level) => level === plain.toLowerCase() || LEVELS[level].zh === plain || LEVELS[level].others.includes(plain),
  )
}

export const LEVEL_NAMES = Object.entries(LEVELS).map(([level, { zh }]) => `${level} (${zh})`)
