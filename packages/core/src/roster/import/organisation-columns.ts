import type { OrganisationKind } from '../schema.ts'
import type { Column } from '../../table/table.ts'

export type OrganisationColumn =
  | 'id'
  | 'kind'
  | 'nameZh'
  | 'nameEn'
  | 'superior'
  | 'grid'
  | 'registered'
  | 'allied'
  | 'liaisonId'
  | 'liaisonName'
  | 'liaisonPhone'
  | 'liaisonStaffNumber'

export const ORGANISATION_COLUMNS: Readonly<Record<OrganisationColumn, Column>> = {
  id: { en: 'id', zh: '组织编号', others: ['编号'] },
  kind: { en: 'kind', zh: '组织类别', others: ['类别', '类型'] },
  nameZh: { en: 'name', zh: '组织名称', others: ['名称', '党组织名称', 'nameZh'] },
  nameEn: { en: 'English name', zh: '英文名称', others: ['英文名', 'nameEn'] },
  superior: { en: 'superior', zh: '上级组织', others: ['上级党组织', '上级组织编号', '所属综合党委'] },
  grid: { en: 'grid', zh: '所在网格', others: ['网格', '所在社区'] },
  registered: { en: 'registered members', zh: '在册党员人数', others: ['在册党员', '党员人数'] },
  allied: { en: 'allied', zh: '是否联盟单位', others: ['党建联盟'] },
  liaisonId: { en: 'liaison person id', zh: '联络人人员编号', others: ['联络人编号', 'liaison id', 'liaisonId'] },
  liaisonName: { en: 'liaison name', zh: '联络人姓名', others: ['联络人', 'liaison'], personal: true },
  liaisonPhone: {
    en: 'liaison phone',
    zh: '联络人手机',
    others: ['联络人手机号', '联络人手机号码', '联络人联系电话', '联络人电话', 'liaison mobile'],
    personal: true,
  },
  liaisonStaffNumber: {
    en: 'liaison staff number',
    zh: '联络人工号',
    others: ['联络人员工编号', '联络人职工号'],
    personal: true,
  },
}

export const KIND_NAMES: Readonly<Record<OrganisationKind, readonly string[]>> = {
  workCommittee: ['党工委', '街道党工委'],
  composite: ['综合党委'],
  twoNew: ['两新', '两新党组织', '两新组织'],
  courtyard: ['小区院落', '院落', '小区院落党支部'],
  agency: ['机关企事业单位', '机关', '企事业单位'],
  other: ['其他'],
}
