import type { FindingCode } from '@wangge/core/grid'
import type { Localized } from '@wangge/core/schema'

/** What a clerk calls each kind of finding. */
export const FINDING_NAMES: Record<FindingCode, Localized> = {
  crs: { zh: '坐标系不符', en: 'Coordinates' },
  'invalid-geometry': { zh: '图形错误', en: 'Invalid outline' },
  overlap: { zh: '交叉重叠', en: 'Overlap' },
  gap: { zh: '空白区域', en: 'Blank' },
  'outside-parent': { zh: '超出上级', en: 'Outside the parent' },
  'narrow-gap': { zh: '狭缝', en: 'Narrow gap' },
  'unmatched-edge': { zh: '边界未对齐', en: 'Unmatched border' },
}

export const FINDING_CODES = Object.keys(FINDING_NAMES) as FindingCode[]
