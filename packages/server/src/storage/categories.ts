import type { CategoryVersion } from '@wangge/core/issue'
import type { Category, PlaceClass } from '@wangge/core/issue/schema'
import { sql } from 'kysely'
import type { ExpressionBuilder } from 'kysely'
import type { Queries, Tx } from './database.ts'
import type { CategoryRow, Tables } from './tables.ts'
import { withoutNulls } from './without-nulls.ts'

/** A version of a district's categories, in their order, the retired ones too. */
export interface CategorySet {
  version: number
  placeClasses: PlaceClass[]
  categories: Category[]
}

/** All in the district's order; those that are retired are marked. */
export async function listCategories(db: Queries, districtId: string): Promise<Category[]> {
  const rows = await db
    .selectFrom('categories')
    .selectAll()
    .where('district_id', '=', districtId)
    .orderBy('ordinal')
    .orderBy('id')
    .execute()
  return rows.map(toCategory)
}

/** The version in force, read at once. One that a district has not kept yet is its first. */
export async function categorySetInForce(db: Queries, districtId: string): Promise<CategorySet> {
  const rows = await db
    .selectFrom('categories')
    .leftJoinLateral(latestSet(districtId), (join) => join.onTrue())
    .selectAll('categories')
    .select(['latest.set', 'latest.classes'])
    .where('categories.district_id', '=', districtId)
    .orderBy('ordinal')
    .orderBy('id')
    .execute()
  return { version: rows[0]?.set ?? 1, placeClasses: rows[0]?.classes ?? [], categories: rows.map(toCategory) }
}

/** A category as it is now, and the version that it is of: read at once, so that no change comes between. */
export async function findCategory(
  db: Queries,
  districtId: string,
  categoryId: string,
): Promise<(Category & { set: number }) | undefined> {
  const row = await db
    .selectFrom('categories')
    .leftJoinLateral(latestSet(districtId), (join) => join.onTrue())
    .selectAll('categories')
    .select('latest.set')
    .where('categories.district_id', '=', districtId)
    .where('id', '=', categoryId)
    .executeTakeFirst()
  return row && { ...toCategory(row), set: row.set ?? 1 }
}

const latestSet = (districtId: string) => (is: ExpressionBuilder<Tables, 'categories'>) =>
  is
    .selectFrom('category_sets')
    .select(['version as set', 'category_sets.place_classes as classes'])
    .where('category_sets.district_id', '=', districtId)
    .orderBy('version', 'desc')
    .limit(1)
    .as('latest')

/** Writes a version down as it is; none is ever changed. */
export async function keepCategorySet(
  tx: Tx,
  districtId: string,
  { version, categories, placeClasses }: CategoryVersion,
  at: string,
): Promise<void> {
  const kept = { categories: JSON.stringify(categories), place_classes: JSON.stringify(placeClasses) }
  await tx
    .insertInto('category_sets')
    .values({ district_id: districtId, version, at, ...kept })
    .execute()
}

/** What an issue names of the district's categories. */
export interface OfCategory {
  categoryId: string
  /** @defaultValue 1 */
  categorySet?: number | undefined
}

/** Categories as they were when issues of them were reported. */
export interface PastCategories {
  /** Those of a version. */
  of(version?: number): readonly Category[]
  /** The category of an issue; undefined where there is none of that id. */
  find(issue: OfCategory): Category | undefined
}

/** The versions of these issues; of what no version has kept, as it is now. */
export async function pastCategories(
  db: Queries,
  districtId: string,
  issues: readonly Pick<OfCategory, 'categorySet'>[],
): Promise<PastCategories> {
  const versions = [...new Set(issues.map(({ categorySet = 1 }) => categorySet))]
  const { rows } = await sql<{ version: number; categories: Category[] }>`
    select version, categories from category_sets
    where district_id = ${districtId} and version = any(${versions}::int[])`.execute(db)
  const kept = new Map(rows.map(({ version, categories }) => [version, categories]))
  // One can have been put in beside the versions, by hand.
  const current = await listCategories(db, districtId)
  const now = indexed(current)
  const byId = new Map(versions.map((version) => [version, indexed(kept.get(version) ?? current)]))
  return {
    of: (version = 1) => kept.get(version) ?? current,
    find: ({ categoryId, categorySet = 1 }) => byId.get(categorySet)?.get(categoryId) ?? now.get(categoryId),
  }
}

const indexed = (categories: readonly Category[]) => new Map(categories.map((category) => [category.id, category]))

const toCategory = (row: CategoryRow): Category => {
  const { id, parent_id: parentId, name, version, attributes, severity, terms, place_classes: placeClasses, retired } = row
  return {
    ...withoutNulls({ id, parentId, name, version, attributes, severity, terms, placeClasses }),
    ...(retired && { retired: true as const }),
  }
}

/** Of each second-level category the first-level one. */
export const parentsOf = (categories: readonly { id: string; parentId?: string | undefined }[]): Map<string, string> =>
  new Map(categories.flatMap(({ id, parentId }) => (parentId === undefined ? [] : [[id, parentId] as const])))
