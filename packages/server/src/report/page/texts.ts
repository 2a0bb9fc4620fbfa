import { FINDING_NAMES } from '../words.ts'
import type { PageData } from './data.ts'

export type Lang = 'zh' | 'en'

const ZH = {
  heading: '网格边界核查',
  clean: '界线明确',
  cleanDetail: '没有空白，没有交叉重叠，相邻边界一致。',
  found: (count: string) => `${count} 处需要处理`,
  grids: (count: string) => `${count} 个网格`,
  area: (area: string) => `面积 ${area}`,
  all: '全部',
  search: '按网格名称或编号查找',
  list: '核查结果',
  filter: '按问题筛选',
  map: '网格地图。方向键移动，加减号缩放，0 键看全部，N 和 P 键看下一处和上一处。',
  wide: '宽',
  long: '长',
  within: '属',
  noGrid: '未知网格',
  more: (count: string) => `再显示 ${count} 处`,
  nothing: '没有符合条件的结果',
  closer: '放大到此处',
  zoomIn: '放大',
  zoomOut: '缩小',
  fit: '看全部',
  previous: '上一处',
  next: '下一处',
  language: 'English',
  dark: '深色',
  light: '浅色',
  print: '打印',
  checked: (at: string) => `核查时间 ${at}`,
  notes: '读取说明',
  outside: '网格外',
  levels: { subdistrict: '街道', community: '总网格', estate: '一般网格', micro: '微网格', dedicated: '专属网格' },
  and: '、',
}

type Texts = typeof ZH

const EN: Texts = {
  heading: 'Check of grid borders',
  clean: 'Clear borders',
  cleanDetail: 'No blank, no overlap, neighbours share their borders.',
  found: (count) => `${count} to put right`,
  grids: (count) => `${count} grids`,
  area: (area) => `${area}`,
  all: 'All',
  search: 'Find by grid name or id',
  list: 'Findings',
  filter: 'Filter by kind',
  map: 'Map of the grids. Arrow keys move, plus and minus zoom, 0 shows all, N and P go to the next and the previous finding.',
  wide: 'wide',
  long: 'long',
  within: 'in',
  noGrid: 'unknown grid',
  more: (count) => `Show ${count} more`,
  nothing: 'Nothing matches',
  closer: 'Zoom in here',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  fit: 'Show all',
  previous: 'Previous',
  next: 'Next',
  language: '中文',
  dark: 'Dark',
  light: 'Light',
  print: 'Print',
  checked: (at) => `Checked ${at}`,
  notes: 'How the file was read',
  outside: 'outside the grids',
  levels: { subdistrict: 'sub-district', community: 'community', estate: 'estate', micro: 'micro-grid', dedicated: 'dedicated' },
  and: ', ',
}

export const TEXTS: Record<Lang, Texts> = { zh: ZH, en: EN }

export const findingName = (code: PageData['findings'][number]['code'], lang: Lang): string => FINDING_NAMES[code][lang]
