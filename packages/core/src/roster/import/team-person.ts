import type { Id, Localized } from '../../schema.ts'
import type { CellError } from '../../table/table.ts'
import { TEAM_COLUMNS } from './team-columns.ts'
import type { TeamColumn } from './team-columns.ts'

/** As much of a person as says whom a row means. */
export interface TeamPerson {
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

/** Whom a row means: somebody who is in the district already; undefined where it means nobody, or an error says why not. */
export type PersonOf = (row: PersonKeys, errors: CellError[]) => Id | undefined

/** People by what a row may know them by, as an import of people does. No message says a name or a number. */
export function teamPeople(people: readonly TeamPerson[]): PersonOf {
  const byId = new Map(people.map((one) => [one.id, one]))
  const byPhone = new Map(people.flatMap((one) => (one.phoneKey === undefined ? [] : [[one.phoneKey, one] as const])))
  const byStaff = new Map(people.flatMap((one) => one.staffKeys.map((key) => [key, one] as const)))
  return (row, errors) => {
    const { personId, phoneKey, staffKey, nameKey } = row
    const found = [
      ...(personId === undefined ? [] : [{ column: 'personId' as const, person: byId.get(personId) }]),
      ...(phoneKey === undefined ? [] : [{ column: 'phone' as const, person: byPhone.get(phoneKey) }]),
      ...(staffKey === undefined ? [] : [{ column: 'staffNumber' as const, person: byStaff.get(staffKey) }]),
    ]
    const missing = found.find(({ person }) => person === undefined)
    if (missing) return fail(errors, row, missing.column, 'unknown', UNKNOWN)
    const person = found[0]?.person
    const other = found.find((one) => one.person !== person)
    if (other) return fail(errors, row, other.column, 'conflict', TWO_PEOPLE)
    if (person && !person.isNamedByHost && nameKey !== undefined && person.nameKey !== nameKey)
      return fail(errors, row, 'personName', 'conflict', OTHER_NAME)
    return person?.id
  }
}

const UNKNOWN = {
  zh: '没有这个人：请先用 wangge import people 导入人员。',
  en: 'Expected somebody who is in the district: bring people in first (wangge import people).',
}
const TWO_PEOPLE = { zh: '所填的编号、手机和工号不是同一个人。', en: 'Expected the numbers of one person, got those of two.' }
const OTHER_NAME = { zh: '姓名与记录的不同。', en: 'Expected the name on record, got another.' }

function fail(
  errors: CellError[],
  { row }: PersonKeys,
  column: TeamColumn,
  code: CellError['code'],
  message: Localized,
): undefined {
  errors.push({ row, column: TEAM_COLUMNS[column].zh, code, message })
}
