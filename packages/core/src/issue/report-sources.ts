import type { Grant } from '../access/schema.ts'
import type { ActorRole, ReportCommand } from './schema.ts'

export type ReportSource = ReportCommand['source']

/** Who reports from which of the four sources; what a resident says is written down by anybody. */
const SOURCES: Record<Exclude<ReportSource, 'resident'>, readonly ActorRole[]> = {
  keeper: ['buildingHead'],
  sweep: ['estateWorker', 'buildingHead', 'community', 'street'],
  inspection: ['inspector', 'street'],
}

/** From which sources a role reports: a resident's first. */
export const sourcesOf = (role: ActorRole): ReportSource[] => [
  'resident',
  ...(Object.keys(SOURCES) as (keyof typeof SOURCES)[]).filter((source) => SOURCES[source].includes(role)),
]

/**
 * From which sources somebody may report by all their grants; of an organisation nobody reports but as a resident does.
 * @example reportSources([{ role: 'buildingHead', gridId: 'm1' }]) // ['resident', 'keeper', 'sweep']
 */
export function reportSources(grants: readonly Grant[]): ReportSource[] {
  const known = grants.filter(({ gridId }) => gridId !== undefined).flatMap(({ role }) => sourcesOf(role))
  return sourceOrder.filter((source) => source === 'resident' || known.includes(source))
}

const sourceOrder: readonly ReportSource[] = ['resident', 'keeper', 'sweep', 'inspection']

/**
 * Whether a report rests on its reporter's consent. What staff find on their duty is the district's own: nobody's words are
 * taken, and whoever works on it follows it on the board instead of by a receipt code.
 */
export const restsOnConsent = (source: ReportSource): boolean => source === 'resident'
