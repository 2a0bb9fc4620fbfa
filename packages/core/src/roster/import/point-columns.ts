import type { Column } from '../../table/table.ts'

export type PointColumn =
  'id' | 'nameZh' | 'nameEn' | 'placeClass' | 'place' | 'grid' | 'x' | 'y' | 'crs' | 'standards' | 'teams' | 'remove'

export const POINT_COLUMNS: Readonly<Record<PointColumn, Column>> = {
  id: { en: 'id', zh: '点位编号', others: ['编号', 'pointId'] },
  nameZh: { en: 'name', zh: '点位名称', others: ['名称', '点位', '测评点位', 'nameZh'] },
  nameEn: { en: 'English name', zh: '英文名称', others: ['英文名', 'nameEn'] },
  placeClass: { en: 'place class', zh: '点位类别', others: ['类别', '类型', 'placeClass'] },
  place: { en: 'place', zh: '所在地点', others: ['地点', '路口'] },
  grid: { en: 'grid', zh: '所在网格', others: ['网格', '所在社区', '网格编码'] },
  x: { en: 'longitude', zh: '经度' },
  y: { en: 'latitude', zh: '纬度' },
  crs: { en: 'CRS', zh: '坐标系', others: ['坐标系统'] },
  standards: { en: 'standards', zh: '测评标准', others: ['标准', 'standardIds'] },
  teams: { en: 'teams', zh: '责任队伍', others: ['队伍', '责任队'] },
  remove: { en: 'remove', zh: '撤销', others: ['是否撤销'] },
}

/** Classes of places that are assessed, and what clerks call them. */
export const PLACE_CLASS_NAMES = {
  intersection: ['路口', '十字路口'],
  mainRoad: ['主次干道', '主干道', '次干道'],
  backLane: ['背街小巷', '小巷'],
  courtyard: ['小区院落', '院落', '小区'],
  market: ['农贸市场', '市场', '菜市场'],
  mall: ['商场', '商超', '超市'],
  park: ['公园', '广场', '公园广场'],
  school: ['学校', '幼儿园'],
  hospital: ['医院', '卫生服务中心'],
  bank: ['银行', '银行网点'],
  busStop: ['公交站', '公交站台', '地铁站'],
  toilet: ['公厕', '公共厕所'],
  serviceHall: ['便民服务站', '办事大厅', '服务大厅'],
  civicStation: ['新时代文明实践站', '文明实践站'],
  site: ['建筑工地', '工地'],
  other: ['其他'],
} as const
