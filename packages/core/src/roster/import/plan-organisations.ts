import type { GridTree } from '../../grid/grid-tree.ts'
import type { Id, Localized } from '../../schema.ts'
import { checkOrganisations } from '../organisations/check-organisations.ts'
import type { ImportedOrganisation, Organisation } from '../schema.ts'
import { closedWords, indexOpen, isClosedOn } from '../organisations/closed-organisations.ts'
import type { NameIndex } from '../../table/index-names.ts'
import { liaisonsOf, toldOfLiaisons } from './liaisons-of.ts'
import type { KeyedOrganisation, LiaisonPerson, NewLiaison } from './liaisons-of.ts'
import { ORGANISATION_COLUMNS } from './organisation-columns.ts'
import type { OrganisationColumn } from './organisation-columns.ts'
import type { CellError } from '../../table/table.ts'

export interface OrganisationsPlan {
  created: Organisation[]
  updated: Organisation[]
  unchanged: number
  liaisons: NewLiaison[]
  /** What there is still to do, for people. */
  notes: Localized[]
  errors: CellError[]
}

export interface PlanOrganisationsContext {
  tree: GridTree
  /** Local date: what is closed by then is named by no row. */
  today: string
  /** Those whom one of the rows' keys means. */
  people: readonly LiaisonPerson[]
  createId: () => Id
}

/**
 * What an import of organisations has to write, so that importing twice writes once. A row means the organisation of its id,
 * or the one of its whole Chinese name; what it leaves out stays. Its liaison is somebody who is in the district already, and
 * takes the place of the one before. All organisations together, the stored ones too, must then be one tree
 * (`checkOrganisations`); none is taken away.
 */
export function planOrganisations(
  rows: readonly KeyedOrganisation[],
  stored: readonly Organisation[],
  { tree, today, people, createId }: PlanOrganisationsContext,
): OrganisationsPlan {
  const errors: CellError[] = []
  const byId = new Map(stored.map((one) => [one.id, one]))
  const index = indexOpen(stored, today)
  const rowOf = new Map<Id, number>()
  const named = rows.flatMap((row) => {
    const found = row.id === undefined ? index.find(row.nameZh!) : [row.id]
    if (found.length > 1) {
      errors.push(
        error(
          row,
          'nameZh',
          'ambiguous',
          `编号（同名的有 ${found.join('、')}）`,
          `an id: several have that name (${found.join(', ')})`,
        ),
      )
      return []
    }
    const id = found[0] ?? createId()
    const earlier = rowOf.get(id)
    if (earlier !== undefined) {
      errors.push(
        error(row, 'id', 'conflict', `不与第 ${earlier} 行重复的组织`, `another organisation than that of row ${earlier}`),
      )
      return []
    }
    const known = byId.get(id)
    if (known && isClosedOn(known, today)) {
      errors.push(closed(row, row.id === undefined ? 'nameZh' : 'id', known))
      return []
    }
    rowOf.set(id, row.row)
    return [{ id, row }]
  })
  const liaisons = liaisonsOf(named, people, errors)
  const written = named.map(({ id, row }) => {
    const one = merged(id, row, byId.get(id), errors)
    const liaisonId = liaisons.get(id)?.id
    return liaisonId === undefined ? one : { ...one, liaisonId }
  })
  const all = new Map([...byId, ...written.map((one) => [one.id, one] as const)])
  const names = indexOpen([...all.values()], today)
  const placed = named.map(({ id, row }) => withSuperior(all.get(id)!, row, { names, all }, errors))
  for (const one of placed) all.set(one.id, one)
  for (const { severity, organisations, code, message } of checkOrganisations([...all.values()], { tree })) {
    const row = rowOf.get(organisations[0]!)
    // What was wrong before, and is not touched, keeps nobody's import out.
    if (severity === 'error' && row !== undefined) errors.push({ row, column: columnOf(code), code: 'conflict', message })
  }
  errors.sort((one, other) => one.row - other.row)
  const created = placed.filter(({ id }) => !byId.has(id))
  const updated = placed.filter((one) => byId.has(one.id) && !isSame(byId.get(one.id)!, one))
  const told = toldOfLiaisons(named, liaisons, { before: byId, after: all })
  return { created, updated, unchanged: placed.length - created.length - updated.length, ...told, errors }
}

function merged(id: Id, row: ImportedOrganisation, before: Organisation | undefined, errors: CellError[]): Organisation {
  const { kind = before?.kind, nameZh, nameEn, gridId = before?.gridId, allied = before?.allied } = row
  if (kind === undefined) errors.push(error(row, 'kind', 'required', '组织类别', 'the kind of a new organisation'))
  const zh = nameZh ?? before?.name.zh ?? id
  return {
    ...before,
    id,
    kind: kind ?? 'other',
    // Without an English name the Chinese one stands for both.
    name: { zh, en: nameEn ?? before?.name.en ?? zh },
    registered: row.registered ?? before?.registered ?? 0,
    ...(gridId !== undefined && { gridId }),
    ...(allied !== undefined && { allied }),
  }
}

function withSuperior(
  one: Organisation,
  row: ImportedOrganisation,
  { names, all }: { names: NameIndex; all: ReadonlyMap<Id, Organisation> },
  errors: CellError[],
): Organisation {
  if (row.superior === undefined) return one
  const found = names.find(row.superior)
  const superior = found.length === 1 ? all.get(found[0]!) : undefined
  // Nothing is put below what goes, be it later.
  if (superior?.closedOn !== undefined && superior.id !== one.superiorId) errors.push(closed(row, 'superior', superior))
  if (superior) return { ...one, superiorId: superior.id }
  const zh = found.length === 0 ? '已有或本表中的组织' : `编号（同名的有 ${found.join('、')}）`
  const en =
    found.length === 0
      ? 'an organisation that there is, or one of this file'
      : `an id: several have that name (${found.join(', ')})`
  errors.push(error(row, 'superior', found.length === 0 ? 'unknown' : 'ambiguous', zh, en))
  return one
}

const columnOf = (code: string) =>
  ORGANISATION_COLUMNS[code === 'unknown-grid' ? 'grid' : code === 'duplicate-id' ? 'id' : 'superior'].zh

const isSame = (one: Organisation, other: Organisation) => JSON.stringify(inOrder(one)) === JSON.stringify(inOrder(other))

const inOrder = ({ id, kind, name: { zh, en }, superiorId, gridId, registered, liaisonId, allied }: Organisation) => [
  ...[id, kind, zh, en, superiorId, gridId],
  ...[registered, liaisonId, allied ?? false],
]

const closed = ({ row }: ImportedOrganisation, column: OrganisationColumn, one: Organisation): CellError => {
  const { zh } = ORGANISATION_COLUMNS[column]
  return { row, column: zh, code: 'conflict', message: closedWords(zh, one) }
}

const error = (
  { row }: ImportedOrganisation,
  column: OrganisationColumn,
  code: CellError['code'],
  zh: string,
  en: string,
): CellError => ({
  row,
  column: ORGANISATION_COLUMNS[column].zh,
  code,
  message: {
    zh: `“${ORGANISATION_COLUMNS[column].zh}”应为${zh}。`,
    en: `Expected "${ORGANISATION_COLUMNS[column].zh}" to be ${en}.`,
  },
})
