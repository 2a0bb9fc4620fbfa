import type { RosterProblem } from '../planning-schema.ts'
import type { PlanWeightValues } from './plan-defaults.ts'

/** All needs, numbered through; needs that ask the same of a person are of one kind. */
export interface CompiledNeeds {
  firstNeed: Int32Array
  slotOfNeed: Int32Array
  minimum: Int32Array
  wish: Int32Array
  shortPoints: Float64Array
  wishedPoints: Float64Array
  kindOfNeed: Int32Array
  kinds: { role: string | undefined; skills: readonly string[] }[]
}

export function compileNeeds({ slots }: RosterProblem, weights: PlanWeightValues): CompiledNeeds {
  const firstNeed = new Int32Array(slots.length + 1)
  slots.forEach(({ needs }, at) => (firstNeed[at + 1] = firstNeed[at]! + needs.length))
  const all = slots.flatMap(({ needs, priority = 1 }, slot) => needs.map((need) => ({ ...need, priority, slot })))
  const kinds: CompiledNeeds['kinds'] = []
  const kindAt = new Map<string, number>()
  const kindOfNeed = Int32Array.from(all, ({ role, skills = [] }) => {
    const key = JSON.stringify([role === 'volunteer' ? undefined : role, [...skills].sort()])
    const known = kindAt.get(key)
    if (known !== undefined) return known
    kindAt.set(key, kinds.length)
    return kinds.push({ role: role === 'volunteer' ? undefined : role, skills }) - 1
  })
  return {
    firstNeed,
    slotOfNeed: Int32Array.from(all, ({ slot }) => slot),
    minimum: Int32Array.from(all, ({ min }) => min),
    wish: Int32Array.from(all, ({ min, wish = min }) => wish),
    shortPoints: Float64Array.from(all, ({ role, priority }) => weights.short[role ?? 'anybody'] * priority),
    wishedPoints: Float64Array.from(all, ({ priority }) => weights.wished * priority),
    kindOfNeed,
    kinds,
  }
}
