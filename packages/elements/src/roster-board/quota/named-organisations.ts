import { openOn } from '@wangge/core/roster'
import type { Organisation } from '@wangge/core/roster/schema'

/** What an organisation is chosen and told by: its name, and its id beside it where another has the same. */
export interface NamedOrganisations {
  /** Of those that may be called, in the order of the records. */
  readonly labels: readonly string[]
  labelOf(orgId: string): string
  /** By its label, or its id; undefined where there is none, or a name that several have. */
  idOf(typed: string): string | undefined
}

/** Committees have no members of their own. */
const mayOwe = ({ kind }: Organisation): boolean => kind !== 'composite' && kind !== 'workCommittee'

/**
 * @param nameOf its name in the reader's language
 * @param today local date: nobody chooses one that is closed by then
 */
export function namedOrganisations(
  organisations: readonly Organisation[],
  nameOf: (one: Organisation) => string,
  today: string,
): NamedOrganisations {
  const counts = new Map<string, number>()
  for (const one of organisations) counts.set(nameOf(one), (counts.get(nameOf(one)) ?? 0) + 1)
  const label = (one: Organisation) => (counts.get(nameOf(one)) === 1 ? nameOf(one) : `${nameOf(one)} (${one.id})`)
  const called = openOn(organisations, today).filter(mayOwe)
  const byId = new Map(organisations.map((one) => [one.id, one]))
  return {
    labels: called.map(label),
    labelOf(orgId) {
      const found = byId.get(orgId)
      return found ? label(found) : orgId
    },
    idOf: (typed) => called.find((one) => one.id === typed || label(one) === typed)?.id,
  }
}
