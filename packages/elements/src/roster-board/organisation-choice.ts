import { isClosedOn, openOn } from '@wangge/core/roster'
import type { Quota, RosterWeek } from '@wangge/core/roster/schema'
import type { Locale } from '../locale.ts'

export interface OrganisationChoiceOptions {
  week: RosterWeek | undefined
  quota: Quota | undefined
  /** Of which they are the liaison; whoever is of none chooses from all that are told. */
  own: readonly string[]
  /** Local date that it is for, or the first of several: nobody comes for one that is closed by then. @defaultValue any */
  date?: string | undefined
}

/** Organisations to choose from, by name. */
export function organisationChoice(
  { text, tag }: Locale,
  { week, quota, own, date = '' }: OrganisationChoiceOptions,
): { id: string; name: string }[] {
  const known = knownOf({ week, quota })
  const all = new Map(known.map(({ id, name }) => [id, { id, name: text(name) }]))
  const isOpen = new Set(openOn(known, date).map(({ id }) => id))
  const ids = own.length > 0 ? own.filter((id) => isOpen.has(id) || !all.has(id)) : [...isOpen]
  const list = ids.map((id) => all.get(id) ?? { id, name: id })
  return list.sort((one, other) => one.name.localeCompare(other.name, tag))
}

/** 撤销日期 of an organisation that is closed by a local date, as far as it is told. */
export function closedBy(
  { week, quota }: Pick<OrganisationChoiceOptions, 'week' | 'quota'>,
  { orgId, date }: { orgId: string; date: string },
): string | undefined {
  return knownOf({ week, quota }).find((one) => one.id === orgId && isClosedOn(one, date))?.closedOn
}

const knownOf = ({ week, quota }: Pick<OrganisationChoiceOptions, 'week' | 'quota'>) => [
  ...(week?.organisations ?? []),
  ...(quota?.organisations ?? []).map(({ orgId: id, ...one }) => ({ id, ...one })),
]
