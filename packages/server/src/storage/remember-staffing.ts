import { staffing } from '@wangge/core/grid'
import type { GridTree, Staffing } from '@wangge/core/grid'
import type { Appointment } from '@wangge/core/grid/schema'

/** Staffing changes only when an appointment or a grid begins or ends; in between it is remembered. */
export function rememberStaffing(tree: GridTree, appointments: readonly Appointment[]): (now: number) => Staffing {
  const grids = [tree.root, ...tree.descendants(tree.root.id)]
  const spans = [
    ...appointments.map(({ from, to }) => [from, to]),
    ...grids.map(({ validFrom, validTo }) => [validFrom, validTo]),
  ]
  const turns = [...new Set(spans.flat().flatMap((instant) => (instant === undefined ? [] : [Date.parse(instant)])))]
  turns.sort((one, other) => one - other)
  let memory: { from: number; to: number; value: Staffing } | undefined
  return (now) => {
    if (memory && memory.from <= now && now < memory.to) return memory.value
    memory = {
      from: turns.findLast((turn) => turn <= now) ?? -Infinity,
      to: turns.find((turn) => turn > now) ?? Infinity,
      value: staffing(tree, appointments, now),
    }
    return memory.value
  }
}
