import type { PlanNeed } from '../../planning-schema.ts'
import { nearestMetres } from './metres.ts'
import type { PersonSheet, Sheet, SlotSheet } from './sheet.ts'

export type Misfit = 'role' | 'skills' | 'unavailable' | 'outside-grids' | 'too-far'

/** Whether somebody has what a need asks, whenever and wherever it is. */
export const isQualified = ({ person }: PersonSheet, need: PlanNeed): boolean => qualityMisfits(person, need).length === 0

function qualityMisfits({ roles = [], skills = [] }: PersonSheet['person'], need: PlanNeed): Misfit[] {
  const isAnybodys = need.role === undefined || need.role === 'volunteer'
  return [
    ...(isAnybodys || roles.includes(need.role!) ? [] : ['role' as const]),
    ...((need.skills ?? []).every((skill) => skills.includes(skill)) ? [] : ['skills' as const]),
  ]
}

/** All that keeps somebody from a seat, whatever else is assigned. */
export function misfits({ problem: { rules = {} } }: Sheet, { person }: PersonSheet, at: SlotSheet, need: PlanNeed): Misfit[] {
  const { available, unavailable = [], grids } = person
  const span = (one: { startsAt: string; endsAt: string }) => ({ from: Date.parse(one.startsAt), to: Date.parse(one.endsAt) })
  const isIn = available?.map(span).some(({ from, to }) => from <= at.start && at.end <= to) ?? true
  const isOut = unavailable.map(span).some(({ from, to }) => from < at.end && at.start < to)
  const path = at.slot.gridPath ?? []
  const way = nearestMetres([person.home, person.work], at.position)
  const isFar = rules.maxDistance !== undefined && way !== undefined && way > rules.maxDistance
  return [
    ...qualityMisfits(person, need),
    ...(isIn && !isOut ? [] : ['unavailable' as const]),
    ...(grids === undefined || grids.some((grid) => path.includes(grid)) ? [] : ['outside-grids' as const]),
    ...(isFar ? ['too-far' as const] : []),
  ]
}
