import type { PageSlot } from './data.ts'

const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0)

export const missingOf = ({ needs }: PageSlot): number => sum(needs.map(({ gap }) => gap?.missing ?? 0))
export const filledOf = ({ needs }: PageSlot): number => sum(needs.map(({ people }) => people.length))
export const askedOf = ({ needs }: PageSlot): number => sum(needs.map(({ min }) => min))
export const wishedOf = ({ needs }: PageSlot): number => sum(needs.map(({ wish }) => wish))
