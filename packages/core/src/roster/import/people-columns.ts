import type { PartyStatus } from '../../privacy/schema.ts'
import type { AppointmentRole } from '../../grid/schema.ts'
import type { Column } from '../../table/table.ts'

export type PeopleColumn =
  | 'id'
  | 'name'
  | 'phone'
  | 'organisation'
  | 'staffNumber'
  | 'memberFrom'
  | 'memberTo'
  | 'partyStatus'
  | 'minor'
  | 'dutyConsent'
  | 'partyConsent'
  | 'guardian'
  | 'community'
  | 'microGrid'
  | 'role'
  | 'grid'
  | 'roleFrom'

export const PEOPLE_COLUMNS: Readonly<Record<PeopleColumn, Column>> = {
  id: { en: 'id', zh: '人员编号', others: ['编号'] },
  name: { en: 'name', zh: '姓名', personal: true },
  phone: { en: 'phone', zh: '手机', others: ['手机号', '手机号码', '联系电话', '电话', 'mobile'], personal: true },
  organisation: {
    en: 'organisation',
    zh: '所属党组织',
    others: ['党组织', '组织', '单位', '组织编号', '所在党支部', 'organization', 'orgId'],
  },
  staffNumber: { en: 'staff number', zh: '工号', others: ['员工编号', '职工号'], personal: true },
  memberFrom: { en: 'member since', zh: '组织关系转入日期', others: ['转入日期', '入册日期'] },
  memberTo: { en: 'member until', zh: '组织关系转出日期', others: ['转出日期', '离册日期'] },
  partyStatus: { en: 'party status', zh: '政治面貌', others: ['发展阶段'], personal: true },
  minor: { en: 'minor', zh: '是否未成年', others: ['未成年'], personal: true },
  dutyConsent: { en: 'consent to duties', zh: '志愿服务同意书版本', others: ['同意书版本'] },
  partyConsent: { en: 'consent to party status', zh: '政治面貌单独同意书版本', others: ['单独同意书版本'] },
  guardian: { en: 'guardian', zh: '监护人', others: ['监护人姓名'], personal: true },
  community: { en: 'dual registration community', zh: '双报到社区', others: ['报到社区'] },
  microGrid: { en: 'dual registration micro-grid', zh: '双报到微网格', others: ['报到微网格'] },
  role: { en: 'role', zh: '网格职务', others: ['角色', '职务', '网格角色'] },
  grid: { en: 'grid', zh: '所在网格', others: ['任职网格', '网格'] },
  roleFrom: { en: 'role since', zh: '任职日期', others: ['任职起始日期'] },
}

export const PARTY_STATUS_NAMES: Readonly<Record<PartyStatus, readonly string[]>> = {
  none: ['群众', '无'],
  applicant: ['入党申请人', '申请人'],
  activist: ['入党积极分子', '积极分子'],
  probationary: ['预备党员', '中共预备党员'],
  full: ['正式党员', '中共党员', '党员'],
}

export const ROLE_NAMES: Readonly<Record<AppointmentRole, readonly string[]>> = {
  buildingHead: ['楼栋长', '微网格员'],
  dualPrimary: ['双报到党员', '双报到党员(主)'],
  dualReserve: ['双报到党员(备)', '后备双报到党员'],
  volunteer: ['志愿者'],
  gridWorker: ['网格员'],
  gridChief: ['网格长'],
}
