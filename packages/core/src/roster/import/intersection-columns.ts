import type { Column } from '../../table/table.ts'

export type IntersectionColumn = 'place' | 'nameEn' | 'grids' | 'x' | 'y' | 'crs' | 'organisation' | 'from' | 'until' | 'remove'

export const INTERSECTION_COLUMNS: Readonly<Record<IntersectionColumn, Column>> = {
  place: { en: 'intersection', zh: '路口', others: ['路口名称', '路口编号', '所在地点', 'place'] },
  nameEn: { en: 'English name', zh: '英文名称', others: ['英文名', 'nameEn'] },
  grids: { en: 'grids', zh: '所在网格', others: ['网格', 'grid', '网格编码'] },
  x: { en: 'longitude', zh: '经度' },
  y: { en: 'latitude', zh: '纬度' },
  crs: { en: 'CRS', zh: '坐标系', others: ['坐标系统'] },
  organisation: {
    en: 'organisation',
    zh: '党组织',
    others: ['包路口党组织', '党支部', '责任党支部', '组织', '组织编号', 'branch', 'organization', 'orgId'],
  },
  from: { en: 'from', zh: '起始时间', others: ['起始日期', '开始时间', '开始日期'] },
  // Nothing that would be read as the last day itself.
  until: { en: 'until', zh: '交接时间', others: ['交接日期', '交出时间'] },
  remove: { en: 'remove', zh: '撤销', others: ['是否撤销'] },
}
