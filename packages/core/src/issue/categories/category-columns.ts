import type { Column } from '../../table/table.ts'
import type { CategoryAttribute } from '../schema.ts'

export type CategoryColumn =
  'id' | 'nameZh' | 'nameEn' | 'parentId' | 'parentZh' | 'parentEn' | 'severity' | 'attributes' | 'placeClasses'

export const CATEGORY_COLUMNS: Readonly<Record<CategoryColumn, Column>> = {
  parentId: { en: 'group code', zh: '一级编号', others: ['大类编号', '大类代码'] },
  parentZh: { en: 'group', zh: '一级类别', others: ['大类', '大类名称'] },
  parentEn: { en: 'group in English', zh: '一级类别英文', others: ['大类英文'] },
  id: { en: 'code', zh: '二级编号', others: ['小类编号', '小类代码', '类别编号'] },
  nameZh: { en: 'name', zh: '二级类别', others: ['小类', '小类名称', '类别名称'] },
  nameEn: { en: 'name in English', zh: '二级类别英文', others: ['小类英文'] },
  severity: { en: 'severity', zh: '严重程度', others: ['紧急程度'] },
  attributes: { en: 'attributes', zh: '上报字段', others: ['属性'] },
  placeClasses: { en: 'place classes', zh: '点位类别' },
}

/** Data types of Open311, as a clerk writes them. */
export const DATATYPE_NAMES: Readonly<Record<CategoryAttribute['datatype'], readonly string[]>> = {
  string: ['文本'],
  text: ['长文本'],
  number: ['数字'],
  datetime: ['时间'],
  singlevaluelist: ['单选'],
  multivaluelist: ['多选'],
}
