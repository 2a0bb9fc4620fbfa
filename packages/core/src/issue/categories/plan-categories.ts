import type { Id, Localized } from '../../schema.ts'
import { fold } from '../../table/index-names.ts'
import type { CellError } from '../../table/table.ts'
import type { Category, ImportedCategory, PlaceClass } from '../schema.ts'
import { CATEGORY_COLUMNS } from './category-columns.ts'
import type { CategoryColumn } from './category-columns.ts'
import { mergePlaceClasses } from './merge-place-classes.ts'

/** A version of a district's categories, the retired ones too. */
export interface CategoryVersion {
  version: number
  categories: readonly Category[]
  placeClasses: readonly PlaceClass[]
}

export interface CategoriesPlan {
  /** What is in force then: the version that is, or the next where anything is different; the first where there were none. */
  next: CategoryVersion
  changed: boolean
  created: number
  updated: number
  /** Of the second level. */
  unchanged: number
  /** How many take no more reports from then on. */
  retired: number
  errors: CellError[]
}

/**
 * What an import of categories makes of the version in force, so that importing twice makes one. The table is all of them, in its
 * order: what it does not name is retired, never taken away, and comes back with its row. What a row leaves out stays as it is,
 * and so does what is promised. The version in force is not touched: issues are read by it.
 */
export function planCategories(rows: readonly ImportedCategory[], before: CategoryVersion): CategoriesPlan {
  const errors: CellError[] = []
  if (rows.length === 0) errors.push(NO_ROWS)
  const known = new Map(before.categories.map((category) => [category.id, category]))
  const groups = new Map<Id, { row: ImportedCategory; category: Category; children: Category[] }>()
  const rowOf = new Map<Id, number>()
  const placeClasses = mergePlaceClasses(rows, before.placeClasses, errors)
  for (const row of rows) {
    const earlier = rowOf.get(row.id)
    rowOf.set(row.id, earlier ?? row.row)
    if (earlier !== undefined) {
      errors.push(conflict(row, 'id', { zh: `应与第 ${earlier} 行不同`, en: `another code than that of row ${earlier}` }))
      continue
    }
    // What is of one level stays there: issues name the second, rules and rates both.
    const isGroup = known.has(row.id) && known.get(row.id)?.parentId === undefined
    if (isGroup) errors.push(conflict(row, 'id', LEVELS.second))
    if (known.get(row.parentId)?.parentId !== undefined) errors.push(conflict(row, 'parentId', LEVELS.first))
    const group = groups.get(row.parentId) ?? { row, category: groupOf(row, known.get(row.parentId), errors), children: [] }
    groups.set(row.parentId, group)
    tellOtherGroup(row, group, errors)
    const category = categoryOf(row, known.get(row.id))
    if (group.children.some(({ name }) => fold(name.zh) === fold(category.name.zh)))
      errors.push(conflict(row, 'nameZh', { zh: '在同一一级类别中不应重名', en: 'a name that no other of its group has' }))
    group.children.push(category)
  }
  for (const [id, { row }] of groups)
    if (rowOf.has(id) && known.get(id)?.parentId === undefined) errors.push(conflict(row, 'parentId', LEVELS.first))
  const named = [...groups.values()].flatMap(({ category, children }) => [category, ...children])
  const ids = new Set(named.map(({ id }) => id))
  const gone = before.categories.filter(({ id }) => !ids.has(id)).map((one): Category => ({ ...one, retired: true }))
  return { ...versionOf([...named, ...gone], placeClasses, before), errors }
}

function versionOf(
  all: readonly Category[],
  placeClasses: readonly PlaceClass[],
  before: CategoryVersion,
): Omit<CategoriesPlan, 'errors'> {
  const known = new Map(before.categories.map((category) => [category.id, category]))
  const categories = all.map((category) => {
    const old = known.get(category.id)
    if (!old) return category
    return same({ ...category, version: old.version }, old) ? old : { ...category, version: old.version + 1 }
  })
  const second = categories.filter(({ parentId }) => parentId !== undefined)
  const changed = second.filter(({ id, version }) => known.get(id)?.version !== version)
  const retired = changed.filter((one) => one.retired).length
  const created = second.filter(({ id }) => !known.has(id)).length
  const isSame = same(arranged(categories), arranged(before.categories)) && same(placeClasses, before.placeClasses)
  return {
    next: isSame ? before : { version: before.version + (before.categories.length > 0 ? 1 : 0), categories, placeClasses },
    changed: !isSame,
    ...{ created, updated: changed.length - created - retired, retired },
    unchanged: second.filter((one) => !one.retired).length - (changed.length - retired),
  }
}

/** As people see them: each group with its own, in their order; of those that are retired there is none. */
function arranged(categories: readonly Category[]): Category[] {
  const live = categories.filter(({ retired }) => !retired)
  const groups = live.filter(({ parentId }) => parentId === undefined)
  const inGroups = groups.flatMap((group) => [group, ...live.filter(({ parentId }) => parentId === group.id)])
  const rest = categories.filter((one) => !inGroups.includes(one))
  return [...inGroups, ...rest.sort((one, other) => (one.id < other.id ? -1 : 1))]
}

function groupOf(row: ImportedCategory, old: Category | undefined, errors: CellError[]): Category {
  const { zh = old?.name.zh, en } = row.parentName
  if (zh === undefined)
    errors.push({ ...conflict(row, 'parentZh', { zh: '不能为空', en: 'there for a new group' }), code: 'required' })
  const { retired: _, ...kept } = old ?? { id: row.parentId, version: 1, attributes: [] }
  return { ...kept, name: nameOf({ zh: zh ?? row.parentId, en }, old) }
}

/** Each row of a group that names it names it alike. */
function tellOtherGroup(row: ImportedCategory, { category }: { category: Category }, errors: CellError[]): void {
  const { zh, en } = row.parentName
  const { name } = category
  const expected = { zh: `应与前面的行一致（${name.zh}）`, en: `as in the rows before (${name.zh})` }
  if (zh !== undefined && zh !== name.zh) errors.push(conflict(row, 'parentZh', expected))
  else if (en !== undefined && en !== name.en) errors.push(conflict(row, 'parentEn', expected))
}

function categoryOf(row: ImportedCategory, old: Category | undefined): Category {
  const { retired: _, ...kept } = old ?? { id: row.id, version: 1, attributes: [] }
  const hints = new Map((old?.attributes ?? []).map(({ code, hint }) => [code, hint]))
  const attributes = row.attributes?.map((one) => ({ ...one, ...(hints.get(one.code) && { hint: hints.get(one.code)! }) }))
  const { placeClasses: classes, ...plain } = kept as Category
  const placeClasses = row.placeClasses?.map(({ id }) => id) ?? classes ?? []
  return {
    ...plain,
    parentId: row.parentId,
    name: nameOf(row.name, old),
    ...(row.severity && { severity: row.severity }),
    ...(attributes && { attributes }),
    ...(placeClasses.length > 0 && { placeClasses }),
  }
}

/** An English name stays with the Chinese one that it belongs to; without any the Chinese stands for both. */
const nameOf = ({ zh, en }: { zh: string; en?: string | undefined }, old: Category | undefined): Localized => ({
  zh,
  en: en ?? (old?.name.zh === zh ? old.name.en : zh),
})

const LEVELS = {
  first: { zh: '应为一级类别的编号', en: 'the code of a group' },
  second: { zh: '应为二级类别的编号', en: 'a code that is of no group' },
}

const NO_ROWS: CellError = {
  ...{ row: 1, code: 'required' },
  message: { zh: '表中没有类别，至少应有一行。', en: 'Expected at least one row, got none: without any, all would be retired.' },
}

const conflict = ({ row }: ImportedCategory, key: CategoryColumn, expected: Localized): CellError => {
  const { zh } = CATEGORY_COLUMNS[key]
  return {
    row,
    column: zh,
    code: 'conflict',
    message: { zh: `“${zh}”${expected.zh}。`, en: `Expected "${zh}" to be ${expected.en}.` },
  }
}

/** Whatever the order of fields: the database keeps none. */
function same(one: unknown, other: unknown): boolean {
  if (Array.isArray(one) && Array.isArray(other))
    return one.length === other.length && one.every((item, at) => same(item, other[at]))
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return one === other
  const [left, right] = [fieldsOf(one), fieldsOf(other)]
  return left.size === right.size && [...left].every(([key, value]) => right.has(key) && same(value, right.get(key)))
}

const fieldsOf = (value: object) => new Map(Object.entries(value).filter(([, field]) => field !== undefined))
