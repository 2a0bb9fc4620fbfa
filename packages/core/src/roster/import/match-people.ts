import type { Id } from '../../schema.ts'
import type { CellError } from '../../table/table.ts'
import { PEOPLE_COLUMNS } from './people-columns.ts'
import type { KeyedPerson, KnownPerson } from './plan-people.ts'
import { twoPeopleWords } from './two-people-words.ts'

/** Somebody whom rows of a file mean. */
export interface MatchedPerson {
  known: KnownPerson & { isNew: boolean }
  rows: KeyedPerson[]
}

interface Matching {
  known: readonly KnownPerson[]
  createId: () => Id
}

type KeyColumn = 'id' | 'phone' | 'staffNumber'

/**
 * Rows by the person they mean, those of the file that nobody knew yet among them. A row that knows two new ones by their
 * numbers says that they are one. One whose numbers belong to two people on record is refused: only the street can say
 * whether they are one (`mergePeople`).
 */
export function matchRows(
  rows: readonly KeyedPerson[],
  { known, createId }: Matching,
): { matched: MatchedPerson[]; refused: CellError[] } {
  const byKey = new Map<string, MatchedPerson>()
  const inOrder = new Set<MatchedPerson>()
  const refused: CellError[] = []
  const register = (matched: MatchedPerson, keys: readonly string[]) => {
    for (const key of keys) byKey.set(key, matched)
  }
  for (const one of known) {
    const phone = one.phoneKey === undefined ? [] : [`phone ${one.phoneKey}`]
    const keys = [`id ${one.id}`, ...phone, ...one.staffKeys.map((key) => `staff ${key}`)]
    register({ known: { ...one, isNew: false }, rows: [] }, keys)
  }
  for (const row of rows) {
    const keys = keysOf(row)
    const found = keys.flatMap(([column, key]) => {
      const matched = byKey.get(key)
      return matched ? [{ column, matched }] : []
    })
    const [first = { matched: newPerson(row, createId) }] = [...found].sort((one, other) => rankOf(one) - rankOf(other))
    const others = found.filter(({ matched }) => matched !== first.matched)
    if (others.some((one) => rankOf(one) === STANDING)) {
      refused.push(twoPeople(row, found))
      continue
    }
    const person = first.matched
    for (const { matched } of others) {
      person.rows.push(...matched.rows)
      for (const one of matched.rows) register(person, keysOf(one).map(last))
      inOrder.delete(matched)
    }
    person.rows.push(row)
    person.rows.sort((one, other) => one.row - other.row)
    inOrder.add(person)
    register(person, keys.map(last))
  }
  return { matched: [...inOrder], refused }
}

/** Whoever has an id that others may know them by. */
const STANDING = 0

const rankOf = ({ matched: { known, rows } }: { matched: MatchedPerson }) =>
  !known.isNew || rows.some(({ id }) => id !== undefined) ? STANDING : 1

const last = ([, key]: readonly [KeyColumn, string]) => key

const keysOf = ({ id, phoneKey, staffKey }: KeyedPerson): (readonly [KeyColumn, string])[] => [
  ...(id === undefined ? [] : [['id', `id ${id}`] as const]),
  ...(phoneKey === undefined ? [] : [['phone', `phone ${phoneKey}`] as const]),
  ...(staffKey === undefined ? [] : [['staffNumber', `staff ${staffKey}`] as const]),
]

const newPerson = ({ id }: KeyedPerson, createId: () => Id): MatchedPerson => ({
  known: {
    ...{ id: id ?? createId(), isNew: true, staffKeys: [], minor: false },
    ...{ memberships: [], registrations: [], appointments: [], consents: [] },
  },
  rows: [],
})

/** Told at the number that belongs to another than the one before it, with the ids of both. */
function twoPeople({ row }: KeyedPerson, found: readonly { column: KeyColumn; matched: MatchedPerson }[]): CellError {
  const [one, other] = [found[0]!, found.find(({ matched }) => matched !== found[0]!.matched)!]
  const numberOf = ({ column, matched }: typeof one) => ({ column: PEOPLE_COLUMNS[column], person: matched.known })
  const { zh, en } = twoPeopleWords(numberOf(one), numberOf(other))
  return {
    row,
    column: PEOPLE_COLUMNS[other.column].zh,
    code: 'conflict',
    message: { zh: `本行未导入：${zh}`, en: `This row is left out: ${en}` },
  }
}
