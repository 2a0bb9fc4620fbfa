import type { Id } from '../../schema.ts'
import type { QuotaLine } from '../quota-schema.ts'
import { quotaSums } from './quota-sums.ts'
import type { QuotaSums } from './quota-sums.ts'

export interface FairnessLine extends QuotaSums {
  orgId: Id
  /** Calls less exact share since the plan began, in 1/den person-days: above 0 it has given more than its share. */
  deviation: number
}

export interface FairnessReport extends QuotaSums {
  organisations: FairnessLine[]
  /** Farthest above its share, and farthest below; of several the first. Absent where nobody is. */
  mostAhead?: FairnessLine
  mostBehind?: FairnessLine
}

/**
 * How fairly some days, usually a week, were shared out: of each organisation its exact share, what was due, who was named
 * and who came, and how far it is from its share at the end. Whoever is worst off is named.
 * @example
 * fairnessReport([{ orgId: 'o1', lines }, { orgId: 'o2', lines: others }])
 * // { due: 4, …, organisations: […], mostAhead: { orgId: 'o2', deviation: 17, … } }
 */
export function fairnessReport(organisations: readonly { orgId: Id; lines: readonly QuotaLine[] }[]): FairnessReport {
  const lines = organisations.map(({ orgId, lines: days }): FairnessLine => {
    const last = days.at(-1)?.carryOut ?? 0
    return { orgId, ...quotaSums(days), deviation: last === 0 ? 0 : -last }
  })
  const farthest = (sign: 1 | -1) =>
    lines.reduce<FairnessLine | undefined>(
      (worst, line) => (line.deviation * sign > Math.max(0, (worst?.deviation ?? 0) * sign) ? line : worst),
      undefined,
    )
  const [mostAhead, mostBehind] = [farthest(1), farthest(-1)]
  return { ...quotaSums(lines), organisations: lines, ...(mostAhead && { mostAhead }), ...(mostBehind && { mostBehind }) }
}
