import type { Column } from '../../table/table.ts'
import type { PostKind } from '../slot-schema.ts'

export type PostColumn =
  'id' | 'kind' | 'nameZh' | 'nameEn' | 'grid' | 'place' | 'x' | 'y' | 'crs' | 'least' | 'most' | 'schemeTag' | 'remove'

export const POST_COLUMNS: Readonly<Record<PostColumn, Column>> = {
  id: { en: 'id', zh: '岗位编号', others: ['编号', 'code'] },
  kind: { en: 'kind', zh: '岗位类别', others: ['类别', '类型'] },
  nameZh: { en: 'name', zh: '岗位名称', others: ['名称', 'nameZh'] },
  nameEn: { en: 'English name', zh: '英文名称', others: ['英文名', 'nameEn'] },
  grid: { en: 'grid', zh: '所在网格', others: ['网格', '所在社区', '网格编码'] },
  place: { en: 'place', zh: '所在地点', others: ['地点', '路口', '路口名称', 'intersection'] },
  x: { en: 'longitude', zh: '经度' },
  y: { en: 'latitude', zh: '纬度' },
  crs: { en: 'CRS', zh: '坐标系', others: ['坐标系统'] },
  least: { en: 'least people', zh: '最少人数', others: ['min'] },
  most: { en: 'most people', zh: '最多人数', others: ['max'] },
  schemeTag: { en: 'scheme tag', zh: '活动标识', others: ['标识', 'tag'] },
  remove: { en: 'remove', zh: '撤销', others: ['是否撤销', '撤岗'] },
}

export const POST_KIND_NAMES: Readonly<Record<PostKind, readonly string[]>> = {
  mobile: ['流动哨', '红马甲流动哨'],
  patrol: ['巡查岗', '巡逻岗'],
  intersection: ['包路口', '路口岗', '路口'],
  reportIn: ['社区报到', '报到岗', '双报到'],
  evaluationPoint: ['测评点位', '测评点位岗', '点位'],
}
