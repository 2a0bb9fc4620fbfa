import { openOn } from '@wangge/core/roster'
import type { Quota, RosterWeek } from '@wangge/core/roster/schema'
import type { Locale } from '../locale.ts'

export interface OrganisationChoiceOptions {
  week: RosterWeek | undefined
  quota: Quota | undefined
  /** Of which they are the liaison; whoever is of none chooses from all that are told. */
  own: readonly string[]
  /** Local date. */
  today: string
}

/** Organisations to name people of, by name. */
export function organisationChoice(
  { text, tag }: Locale,
  { week, quota, own, today }: OrganisationChoiceOptions,
): { id: string; name: string }[] {
  const known = [...(week?.organisations ?? []), ...(quota?.organisations ?? []).map(({ orgId: id, ...one }) => ({ id, ...one }))]
  // Nobody comes for one that is closed by now.
  const all = new Map(openOn(known, today).map(({ id, name }) => [id, { id, name: text(name) }]))
  const list = own.length > 0 ? own.map((id) => all.get(id) ?? { id, name: id }) : [...all.values()]
  return list.sort((one, other) => one.name.localeCompare(other.name, tag))
}
