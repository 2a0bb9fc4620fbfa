import type { PlanCosts, RosterPlan, SlotRole } from '@wangge/core/roster/schema'
import type { Localized } from '@wangge/core/schema'

export const ROLE_NAMES: Record<SlotRole, Localized> = {
  buildingHead: { zh: '楼栋长', en: 'building head' },
  dualRegistrant: { zh: '双报到党员', en: 'dual-registered member' },
  volunteer: { zh: '志愿者', en: 'volunteer' },
}

/** In the order in which they weigh. */
export const COST_NAMES: Record<keyof PlanCosts, Localized> = {
  short: { zh: '缺人', en: 'Empty seats' },
  quotaShort: { zh: '定额不足', en: 'Below quota' },
  quotaOver: { zh: '超出定额', en: 'Above quota' },
  wished: { zh: '少于期望', en: 'Below the wish' },
  fairness: { zh: '不均', en: 'Unevenness' },
  distance: { zh: '路程', en: 'Distance' },
  move: { zh: '调动', en: 'Moves' },
  wish: { zh: '意愿满足', en: 'Wishes met' },
}

export const ENDED_NAMES: Record<RosterPlan['ended'], Localized> = {
  optimal: { zh: '已证明是最好的方案', en: 'proven to be the best plan' },
  gap: { zh: '已达到要求的差距', en: 'within the gap that was asked for' },
  limit: { zh: '到时限为止的最好方案', en: 'the best plan within the limit' },
  cancelled: { zh: '中断时的最好方案', en: 'the best plan when it was interrupted' },
}
