import type { Id, Localized } from '../../schema.ts'
import { indexNames } from '../../table/index-names.ts'
import type { NameIndex } from '../../table/index-names.ts'
import type { CellError } from '../../table/table.ts'
import type { RollEntry } from '../quota/quota-days.ts'
import type { Organisation } from '../schema.ts'
import { organisationLabel } from './organisation-label.ts'

type Closing = Pick<Organisation, 'id' | 'closedOn'>

/** 撤销: whether an organisation is there no more on a local date. */
export const isClosedOn = ({ closedOn }: Pick<Organisation, 'closedOn'>, date: string): boolean =>
  closedOn !== undefined && closedOn <= date

/** Those that are there on a local date. */
export const openOn = <One extends Pick<Organisation, 'closedOn'>>(organisations: readonly One[], date: string): One[] =>
  organisations.filter((one) => !isClosedOn(one, date))

/**
 * What quotas are reckoned from, with nobody on the roll of an organisation from the day on which it is closed. That begins an
 * epoch as an exemption does: what it owed, or had in advance, is shared by the others.
 * @example
 * closedRolls([{ orgId: 'o', kind: 'twoNew', from: '2026-03-01', registered: 12 }], [{ id: 'o', closedOn: '2026-04-01' }])
 * // [{ …, from: '2026-03-01', registered: 12 }, { …, from: '2026-04-01', registered: 0, members: 0 }]
 */
export function closedRolls(rolls: readonly RollEntry[], organisations: readonly Closing[]): RollEntry[] {
  const closed = new Map(organisations.flatMap(({ id, closedOn }) => (closedOn === undefined ? [] : [[id, closedOn] as const])))
  if (closed.size === 0) return [...rolls]
  const kept = rolls.filter(({ orgId, from }) => from < (closed.get(orgId) ?? '9999'))
  const kinds = new Map(kept.map(({ orgId, kind }) => [orgId, kind]))
  const ends = [...closed].flatMap(([orgId, from]): RollEntry[] => {
    const kind = kinds.get(orgId)
    return kind === undefined ? [] : [{ orgId, kind, from, registered: 0, members: 0 }]
  })
  return [...kept, ...ends]
}

/** Nobody comes for an organisation from the day on which it is closed. */
export interface ClosedRefusal {
  ok: false
  reason: 'organisation-closed'
  /** Possible at slots that begin before. */
  detail: { slotId: Id; closedOn: string }
}

/** Why nobody can come to a slot, of that local date, for an organisation. */
export function closedRefusal(
  { closedOn }: Pick<Organisation, 'closedOn'>,
  { id: slotId, date }: { id: Id; date: string },
): ClosedRefusal | undefined {
  if (closedOn === undefined || date < closedOn) return undefined
  return { ok: false, reason: 'organisation-closed', detail: { slotId, closedOn } }
}

/** Organisations by name: of several with one name one that is open comes before those that are closed. */
export function indexOpen(organisations: readonly (Closing & Pick<Organisation, 'name'>)[], today: string): NameIndex {
  const [open, all] = [indexNames(openOn(organisations, today)), indexNames(organisations)]
  const ids = new Set(organisations.map(({ id }) => id))
  return {
    find(text) {
      const found = ids.has(text) ? [] : open.find(text)
      return found.length > 0 ? found : all.find(text)
    },
  }
}

/** Rows of a table that name an organisation that is closed, or, where it says `orClosing`, that is to be. */
export function namedClosed(
  rows: readonly { row: number; orgId?: Id | undefined }[],
  organisations: readonly (Closing & Partial<Pick<Organisation, 'name'>>)[],
  { column, today, orClosing = false }: { column: string; today: string; orClosing?: boolean },
): CellError[] {
  const closed = new Map(
    organisations.filter((one) => (orClosing ? one.closedOn !== undefined : isClosedOn(one, today))).map((one) => [one.id, one]),
  )
  return rows.flatMap(({ row, orgId }) => {
    const found = orgId === undefined ? undefined : closed.get(orgId)
    return found ? [{ row, column, code: 'conflict' as const, message: closedWords(column, found) }] : []
  })
}

/** The rows that are left of a table: of one that is refused already nothing more is said. */
export const openRows =
  (errors: readonly CellError[]) =>
  ({ row }: { row: number }): boolean =>
    !errors.some((error) => error.row === row)

/** What is said of a cell that means an organisation with a day of closing. */
export function closedWords(column: string, one: Closing & Partial<Pick<Organisation, 'name'>>): Localized {
  const { zh, en } = organisationLabel(one)
  return {
    zh: `“${column}”应为未撤销的党组织，${zh} 自 ${one.closedOn} 起撤销。`,
    en: `Expected "${column}" to be an organisation that is not closed: ${en} is from ${one.closedOn} on.`,
  }
}
