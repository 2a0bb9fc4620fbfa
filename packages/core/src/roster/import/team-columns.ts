import type { Column } from '../../table/table.ts'
import type { TeamKind } from '../points-schema.ts'

export type TeamColumn =
  | 'id'
  | 'kind'
  | 'nameZh'
  | 'nameEn'
  | 'organisation'
  | 'points'
  | 'personId'
  | 'personName'
  | 'phone'
  | 'staffNumber'
  | 'leads'
  | 'leaves'
  | 'remove'

export const TEAM_COLUMNS: Readonly<Record<TeamColumn, Column>> = {
  id: { en: 'team id', zh: '队伍编号', others: ['teamId'] },
  kind: { en: 'kind', zh: '队伍类别', others: ['类别', '类型'] },
  nameZh: { en: 'team', zh: '队伍名称', others: ['队伍', '队名', 'team name'] },
  nameEn: { en: 'English name', zh: '英文名称', others: ['英文名', 'nameEn'] },
  organisation: {
    en: 'organisation',
    zh: '所属党组织',
    others: ['党组织', '组织', '单位', '组织编号', '所在党支部', 'organization', 'orgId'],
  },
  points: { en: 'evaluation points', zh: '测评点位', others: ['点位', '责任点位', 'points'] },
  personId: { en: 'person id', zh: '人员编号', others: ['personId'] },
  personName: { en: 'name', zh: '姓名', others: ['队员姓名', '队员'], personal: true },
  phone: { en: 'phone', zh: '手机', others: ['手机号', '手机号码', '联系电话', '电话', 'mobile'], personal: true },
  staffNumber: { en: 'staff number', zh: '工号', others: ['员工编号', '职工号'], personal: true },
  leads: { en: 'leader', zh: '是否队长', others: ['队长'] },
  leaves: { en: 'leaves', zh: '离队', others: ['是否离队'] },
  remove: { en: 'remove', zh: '撤销', others: ['是否撤销'] },
}

export const TEAM_KIND_NAMES: Readonly<Record<TeamKind, readonly string[]>> = {
  taskForce: ['党员突击队', '突击队'],
  vanguard: ['党员志愿者先锋队', '先锋队'],
  service: ['志愿服务队', '服务队'],
}
