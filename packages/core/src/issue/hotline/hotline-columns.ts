import type { Column } from '../../table/table.ts'
import type { Severity } from '../schema.ts'

export type HotlineColumn =
  'number' | 'category' | 'description' | 'grid' | 'placeText' | 'x' | 'y' | 'crs' | 'severity' | 'sentAt'

export const HOTLINE_COLUMNS: Readonly<Record<HotlineColumn, Column>> = {
  number: { en: 'order number', zh: '工单编号', others: ['工单号', '热线工单编号', '诉求编号'], personal: true },
  category: { en: 'category', zh: '问题类别', others: ['诉求类别', '类别'] },
  description: { en: 'description', zh: '诉求内容', others: ['问题描述', '工单内容'], personal: true },
  grid: { en: 'grid', zh: '所属网格', others: ['网格', '所属社区', '网格编码'] },
  placeText: { en: 'address', zh: '详细地址', others: ['事发地址', '地址'], personal: true },
  x: { en: 'longitude', zh: '经度', personal: true },
  y: { en: 'latitude', zh: '纬度', personal: true },
  crs: { en: 'CRS', zh: '坐标系', others: ['坐标系统'] },
  severity: { en: 'severity', zh: '严重程度', others: ['紧急程度'] },
  sentAt: { en: 'sent at', zh: '派单时间', others: ['转办时间'] },
}

export const SEVERITY_NAMES: Readonly<Record<Severity, readonly string[]>> = {
  simple: ['简易'],
  general: ['一般'],
  prominent: ['突出'],
  major: ['重大'],
  emergency: ['紧急'],
}
