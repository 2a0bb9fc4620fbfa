import type { Id } from '../../schema.ts'
import type { CellError } from '../../table/table.ts'
import { PEOPLE_COLUMNS } from './people-columns.ts'
import type { KeyedPerson, KnownPerson } from './plan-people.ts'

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
  // Whom the district itself has named is more likely the record that its clerks work with.
  const [keep, gone] = one.matched.known.isNamedByHost ? [other, one] : [one, other]
  const [keepId, goneId] = [keep.matched.known.id, gone.matched.known.id]
  const words = ({ column, matched: { known } }: typeof one, lang: 'zh' | 'en') =>
    lang === 'zh' ? `${PEOPLE_COLUMNS[column].zh}属于人员 ${known.id}` : `the ${PEOPLE_COLUMNS[column].en} is that of ${known.id}`
  return {
    row,
    column: PEOPLE_COLUMNS[other.column].zh,
    code: 'conflict',
    message: {
      zh: `本行未导入：${words(one, 'zh')}，${words(other, 'zh')}。如为同一人，请先合并：wangge person merge ${keepId} ${goneId}；否则请更正本行。`,
      en: `This row is left out: ${words(one, 'en')}, ${words(other, 'en')}. If they are one person, merge them first: wangge person merge ${keepId} ${goneId}; otherwise correct the row.`,
    },
  }
}
