import type { Id, Localized } from '../../schema.ts'
import type { CellError, Column } from '../../table/table.ts'
import { twoPeopleWords } from './two-people-words.ts'

/** As much of a person as says whom a row means. */
export interface RowPerson {
  id: Id
  nameKey?: string
  /** Whether the name came from a host only, whose spelling is held against nobody. */
  isNamedByHost?: boolean
  phoneKey?: string
  staffKeys: readonly string[]
}

/** What a row says of its person: what names and numbers are found by. */
export interface PersonKeys {
  row: number
  personId?: Id | undefined
  nameKey?: string | undefined
  phoneKey?: string | undefined
  staffKey?: string | undefined
}

export interface PersonOfRowOptions {
  /** Where each is told. */
  columns: Readonly<Record<'personId' | 'personName' | 'phone' | 'staffNumber', Column>>
  /** Said of somebody whom nobody has brought in. */
  unknown: Localized
}

/** Whom a row means: somebody who is in the district already; undefined where it means nobody, or an error says why not. */
export type PersonOf<Person extends RowPerson> = (row: PersonKeys, errors: CellError[]) => Person | undefined

/**
 * People by what a row may know them by, as an import of people does. No message says a name or a number; where two are meant
 * it says both ids, and the command that makes them one.
 */
export function personOfRow<Person extends RowPerson>(
  people: readonly Person[],
  { columns, unknown }: PersonOfRowOptions,
): PersonOf<Person> {
  const byId = new Map(people.map((one) => [one.id, one]))
  const byPhone = new Map(people.flatMap((one) => (one.phoneKey === undefined ? [] : [[one.phoneKey, one] as const])))
  const byStaff = new Map(people.flatMap((one) => one.staffKeys.map((key) => [key, one] as const)))
  return ({ row, personId, phoneKey, staffKey, nameKey }, errors) => {
    const fail = (column: Column, code: CellError['code'], message: Localized): undefined => {
      errors.push({ row, column: column.zh, code, message })
    }
    const found = [
      ...(personId === undefined ? [] : [{ column: columns.personId, person: byId.get(personId) }]),
      ...(phoneKey === undefined ? [] : [{ column: columns.phone, person: byPhone.get(phoneKey) }]),
      ...(staffKey === undefined ? [] : [{ column: columns.staffNumber, person: byStaff.get(staffKey) }]),
    ]
    const missing = found.find(({ person }) => person === undefined)
    if (missing) return fail(missing.column, 'unknown', unknown)
    const [first, ...others] = found as { column: Column; person: Person }[]
    if (first === undefined) return undefined
    const other = others.find(({ person }) => person !== first.person)
    if (other) return fail(other.column, 'conflict', twoPeopleWords(first, other))
    const { person } = first
    const isNamedOtherwise = !person.isNamedByHost && nameKey !== undefined && person.nameKey !== nameKey
    return isNamedOtherwise ? fail(columns.personName, 'conflict', otherName(person.id)) : person
  }
}

const otherName = (id: Id): Localized => ({
  zh: `姓名与记录的不同；如已改名，请先更正：wangge person change ${id} --stdin。`,
  en: `Expected the name on record, got another; where it has changed, correct it first: wangge person change ${id} --stdin.`,
})
