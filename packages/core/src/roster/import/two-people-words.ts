import type { Id, Localized } from '../../schema.ts'
import type { Column } from '../../table/table.ts'

/** Whose the number of a column is. */
export interface NumberOf {
  column: Column
  person: { id: Id; isNamedByHost?: boolean }
}

/** A row whose numbers belong to two people on record: whose each is, and the command that makes them one (`mergePeople`). */
export function twoPeopleWords(one: NumberOf, other: NumberOf): Localized {
  // Whom the district itself has named is more likely the record that its clerks work with.
  const [keep, gone] = one.person.isNamedByHost ? [other, one] : [one, other]
  const command = `wangge person merge ${keep.person.id} ${gone.person.id}`
  const zh = ({ column, person }: NumberOf) => `${column.zh}属于人员 ${person.id}`
  const en = ({ column, person }: NumberOf) => `the ${column.en} is that of ${person.id}`
  return {
    zh: `${zh(one)}，${zh(other)}。如为同一人，请先合并：${command}；否则请更正本行。`,
    en: `${en(one)}, ${en(other)}. If they are one person, merge them first: ${command}; otherwise correct the row.`,
  }
}
