import type { Id, Localized } from '../../schema.ts'
import { fold } from '../../table/index-names.ts'
import type { CellError, Column } from '../../table/table.ts'

interface NamedRow {
  row: number
  id?: Id | undefined
  nameZh?: string | undefined
}

interface IdentityCells {
  text(key: 'id' | 'nameZh'): string | undefined
  required(key: 'nameZh'): string | undefined
}

/** Whose row it is: by its id, else by its name. */
export function expectIdentity(cells: IdentityCells): void {
  if (cells.text('id') === undefined) cells.required('nameZh')
}

export interface IdentifiedRowsOptions {
  known: readonly { id: Id; name: Localized }[]
  createId: () => Id
  /** What a row is of, as it is called in a sentence. */
  what: Localized
  columns: Readonly<Record<'id' | 'nameZh', Column>>
  /** Where what is wrong goes. */
  errors: CellError[]
}

/** Which record each row means, by id or by name, or a new one; no two the same. A row that means none or several is told. */
export function identifiedRows<Row extends NamedRow>(
  rows: readonly Row[],
  { known, createId, what, columns, errors }: IdentifiedRowsOptions,
): { id: Id; row: Row }[] {
  const byName = new Map<string, Id[]>()
  for (const { id, name } of known) byName.set(fold(name.zh), [...(byName.get(fold(name.zh)) ?? []), id])
  const made = new Map<string, Id>()
  const rowOf = new Map<Id, number>()
  return rows.flatMap((row) => {
    const name = fold(row.nameZh ?? '')
    const found = row.id === undefined ? (byName.get(name) ?? []) : [row.id]
    if (found.length > 1) {
      const which = found.slice(0, 5).join(', ')
      const message = {
        zh: `同名的${what.zh}有 ${which}，请填写“${columns.id.zh}”。`,
        en: `Expected an id: of that name are ${which}.`,
      }
      errors.push({ row: row.row, column: columns.nameZh.zh, code: 'ambiguous', message })
      return []
    }
    const id = found[0] ?? made.get(name) ?? createId()
    if (found.length === 0) made.set(name, id)
    const earlier = rowOf.get(id)
    if (earlier !== undefined) {
      const message = {
        zh: `与第 ${earlier} 行是同一${what.zh}。`,
        en: `Expected another ${what.en} than that of row ${earlier}.`,
      }
      errors.push({ row: row.row, column: columns.id.zh, code: 'conflict', message })
      return []
    }
    rowOf.set(id, row.row)
    return [{ id, row }]
  })
}
