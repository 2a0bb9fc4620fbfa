import type { Id, Localized, Position } from '../../schema.ts'
import { fold } from '../../table/index-names.ts'
import type { CellError } from '../../table/table.ts'
import type { ImportedPost, PostKind, WeekTemplate } from '../schema.ts'
import { checkPosts } from '../shifts/check-posts.ts'
import { gridOfPoint } from './grid-of-point.ts'
import type { DrawnGrids } from './grid-of-point.ts'
import { identifiedRows } from './identified-rows.ts'
import { namePlaces } from './named-places.ts'
import type { NamedPlaces, StandingPlace } from './named-places.ts'
import { POST_COLUMNS } from './post-columns.ts'
import type { PostColumn } from './post-columns.ts'

/** A post as a district keeps it. */
export interface StandingPost {
  id: Id
  kind: PostKind
  name: Localized
  gridId: Id
  placeId?: Id
  /** WGS-84. */
  position?: Position
  /** People at once. */
  capacity: { min: number; max: number }
  /** What its duties belong to in the district's own words, e.g. 四联三评; shown as it is. */
  schemeTag?: string
}

export interface KnownPost extends StandingPost {
  /** Shifts that were ever made, those called off too. */
  shifts: number
  /** Those of them that take place and are not over. */
  shiftsToCome: number
}

export interface PlanPostsContext extends DrawnGrids {
  posts: readonly KnownPost[]
  places: readonly StandingPlace[]
  templates: readonly WeekTemplate[]
  createId: () => Id
  /** A point in WGS-84; undefined where there is none such on earth. */
  toWgs84: (point: NonNullable<ImportedPost['point']>) => Position | undefined
}

export interface PostsPlan {
  created: StandingPost[]
  updated: StandingPost[]
  removed: Id[]
  /** Crossings that nobody named before. */
  places: StandingPlace[]
  unchanged: number
  errors: CellError[]
}

/**
 * What an import of posts has to write, so that importing twice writes once. A row means the post of its id, or the one of its
 * whole Chinese name; what it leaves out stays, and no post goes but by a row that says so. One that ever had a shift or a week
 * stays, for the record of who served needs it; with shifts to come it changes neither its kind nor its place, which decide
 * whose they are.
 */
export function planPosts(rows: readonly ImportedPost[], context: PlanPostsContext): PostsPlan {
  const { posts } = context
  const errors: CellError[] = []
  const byId = new Map(posts.map((post) => [post.id, post]))
  const what = { zh: '岗位', en: 'post' }
  const named = identifiedRows(rows, { known: context.posts, createId: context.createId, what, columns: POST_COLUMNS, errors })
  const places = namePlaces(context.places)
  const written: { row: ImportedPost; post: StandingPost }[] = []
  const removed: { row: ImportedPost; post: KnownPost }[] = []
  let unchanged = 0
  for (const { id, row } of named) {
    const before = byId.get(id)
    if (row.remove !== true) {
      const post = merged({ id, row, before }, context, places, errors)
      if (post) written.push({ row, post })
    } else if (before) removed.push({ row, post: before })
    else unchanged += 1
  }
  for (const { row, post } of removed) expectUnused(row, post, context, errors)
  const all = new Map<Id, StandingPost>([...byId, ...written.map(({ post }) => [post.id, post] as const)])
  for (const { post } of removed) all.delete(post.id)
  expectOneName(named, [...all.values()], errors)
  expectWeeks(written, context, errors)
  const created = written.filter(({ post }) => !byId.has(post.id)).map(({ post }) => post)
  const updated = written.map(({ post }) => post).filter((post) => byId.has(post.id) && !isSame(byId.get(post.id)!, post))
  errors.sort((one, other) => one.row - other.row)
  return {
    ...{ created, updated, removed: removed.map(({ post }) => post.id), places: [...places.made()] },
    unchanged: unchanged + written.length - created.length - updated.length,
    errors,
  }
}

interface Merging {
  id: Id
  row: ImportedPost
  before: KnownPost | undefined
}

function merged(
  { id, row, before }: Merging,
  context: PlanPostsContext,
  places: NamedPlaces,
  errors: CellError[],
): StandingPost | undefined {
  const count = errors.length
  const required = (column: PostColumn, what: Localized) =>
    fail(errors, row, column, 'required', {
      zh: `“${POST_COLUMNS[column].zh}”不能为空：${what.zh}。`,
      en: `Expected "${POST_COLUMNS[column].zh}" (${POST_COLUMNS[column].en}), got nothing: ${what.en}.`,
    })
  const kind = row.kind ?? before?.kind
  const zh = row.nameZh ?? before?.name.zh
  const most = row.most ?? before?.capacity.max
  if (kind === undefined) required('kind', NEW)
  if (zh === undefined) required('nameZh', NEW)
  if (most === undefined) required('most', NEW)
  const { position, gridId } = placed({ id, row, before }, kind, context, errors)
  if (gridId === undefined && !row.point) required('grid', NEW_PLACED)
  if (errors.length > count) return undefined
  const least = row.least ?? before?.capacity.min ?? 1
  if (least > most!) {
    fail(errors, row, 'most', 'conflict', {
      zh: `“${POST_COLUMNS.most.zh}”应不少于“${POST_COLUMNS.least.zh}” ${least}，实际为 ${most}。`,
      en: `Expected "${POST_COLUMNS.most.zh}" to be ${least} or more, as many as the least, got ${most}.`,
    })
  }
  const placeId = placeOf(row, { kind: kind!, ...(position && { position }) }, context, places, errors) ?? before?.placeId
  if (kind === 'intersection' && placeId === undefined && row.place === undefined) required('place', CROSSING)
  const isMoved = before && (before.kind !== kind || before.placeId !== placeId)
  if (isMoved && before.shiftsToCome > 0) {
    fail(errors, row, before.kind === kind ? 'place' : 'kind', 'conflict', {
      zh: `该岗位还有 ${before.shiftsToCome} 个未结束的班次，类别和地点决定由谁值守：请先结束其周模板并取消这些班次。`,
      en: `Expected no shifts to come, whose branch depends on kind and place, got ${before.shiftsToCome}: end the post’s week and call them off first.`,
    })
  }
  if (errors.length > count) return undefined
  // Without an English name the Chinese one stands for both.
  const name = { zh: zh!, en: row.nameEn ?? before?.name.en ?? zh! }
  const schemeTag = row.schemeTag ?? before?.schemeTag
  return {
    ...{ id, kind: kind!, name, gridId: gridId!, capacity: { min: least, max: most! } },
    ...(placeId !== undefined && { placeId }),
    ...(position && { position }),
    ...(schemeTag !== undefined && { schemeTag }),
  }
}

/**
 * Where a post is: the point has to lie in the grid that is named, and names it where none is. A crossing lies between grids:
 * its point has to be in the district only.
 */
function placed(
  { row, before }: Merging,
  kind: PostKind | undefined,
  { toWgs84, ...drawn }: PlanPostsContext,
  errors: CellError[],
): { position?: Position; gridId?: Id } {
  const named = row.gridId ?? before?.gridId
  const position = row.point ? toWgs84(row.point) : before?.position
  const kept = { ...(position && { position }), ...(named !== undefined && { gridId: named }) }
  // What stood before and is not touched keeps nobody's import out.
  if (!position || (!row.point && row.gridId === undefined)) {
    if (row.point && !position) fail(errors, row, 'x', 'invalid', OUTSIDE)
    return kept
  }
  const grid = gridOfPoint(position, { named, isCrossing: kind === 'intersection' }, drawn)
  if (grid.ok) return { position, gridId: grid.gridId }
  if (grid.reason === 'outside') fail(errors, row, row.point ? 'x' : 'grid', 'conflict', OUTSIDE)
  else {
    fail(errors, row, 'grid', 'conflict', {
      zh: `“${POST_COLUMNS.grid.zh}”应包含该坐标，坐标在 ${grid.found} 内。`,
      en: `Expected "${POST_COLUMNS.grid.zh}" to have the point in it, which lies in ${grid.found}.`,
    })
  }
  return kept
}

/** The place of a row; a crossing of a new name is made, once for all rows that name it. */
function placeOf(
  row: ImportedPost,
  { kind, position }: { kind: PostKind; position?: Position },
  { createId }: PlanPostsContext,
  places: NamedPlaces,
  errors: CellError[],
): Id | undefined {
  const { place } = row
  if (place === undefined) return undefined
  const isCrossing = kind === 'intersection'
  const found = places.find(place, isCrossing ? 'intersection' : undefined)
  if (found.length === 1) return found[0]!
  if (found.length > 1) {
    const which = found.slice(0, 5).join(', ')
    fail(errors, row, 'place', 'ambiguous', {
      zh: `同名的地点有 ${which}，请填写编号。`,
      en: `Expected an id: of that name are ${which}.`,
    })
    return undefined
  }
  if (isCrossing) {
    const name = { zh: place, en: place }
    return places.make({ id: createId(), class: 'intersection', name, ...(position && { position }) })
  }
  fail(errors, row, 'place', 'unknown', {
    zh: `“${POST_COLUMNS.place.zh}”应为已有的地点或前面行中的路口，实际为“${place}”；其他地点请填写坐标。`,
    en: `Expected "${POST_COLUMNS.place.zh}" to be a place that there is, or a crossing of an earlier row, got "${place}"; elsewhere tell a point.`,
  })
  return undefined
}

function expectUnused(
  row: ImportedPost,
  { id, shifts, shiftsToCome }: KnownPost,
  { templates }: PlanPostsContext,
  errors: CellError[],
): void {
  const weeks = templates.filter(({ postId }) => postId === id).length
  if (shiftsToCome > 0) {
    fail(errors, row, 'remove', 'conflict', {
      zh: `该岗位还有 ${shiftsToCome} 个未结束的班次，不能撤销：请先结束其周模板并取消这些班次。`,
      en: `Expected no shifts to come of a post that is to go, got ${shiftsToCome}: end its week and call them off first.`,
    })
  } else if (shifts > 0 || weeks > 0) {
    fail(errors, row, 'remove', 'conflict', {
      zh: `该岗位有过 ${shifts} 个班次、${weeks} 个周模板，服务记录要用到，不能删除；结束周模板后就不再排班。`,
      en: `Expected a post that never had shifts or weeks, got ${shifts} and ${weeks}, whose record needs it; once its weeks end it has no more shifts.`,
    })
  }
}

/** A row without an id is known by its name: the next time it has to mean the same, or nothing where it took a post away. */
function expectOneName(named: readonly { row: ImportedPost }[], all: readonly StandingPost[], errors: CellError[]): void {
  const counts = new Map<string, number>()
  for (const { name } of all) counts.set(fold(name.zh), (counts.get(fold(name.zh)) ?? 0) + 1)
  for (const { row } of named) {
    if (row.id !== undefined || (counts.get(fold(row.nameZh!)) ?? 0) <= (row.remove === true ? 0 : 1)) continue
    fail(errors, row, 'nameZh', 'ambiguous', {
      zh: `有多个岗位叫“${row.nameZh}”，请填写“${POST_COLUMNS.id.zh}”。`,
      en: `Expected an id: several posts are called "${row.nameZh}".`,
    })
  }
}

/** The weeks that a post has need no more people, and no fewer, than it may have. */
function expectWeeks(
  written: readonly { row: ImportedPost; post: StandingPost }[],
  { posts, templates }: PlanPostsContext,
  errors: CellError[],
): void {
  const keyOf = (one: { templateId: Id; lineId: string }) => `${one.templateId} ${one.lineId}`
  const outside = (checked: readonly StandingPost[]) =>
    checkPosts(checked, templates).flatMap((finding) => (finding.code === 'need-outside-capacity' ? [finding] : []))
  const before = new Set(outside(posts).map(keyOf))
  const rowOf = new Map(written.map(({ row, post }) => [post.id, row]))
  for (const finding of outside(written.map(({ post }) => post))) {
    if (before.has(keyOf(finding))) continue
    const { templateId, lineId, need, min, max } = finding
    fail(errors, rowOf.get(finding.postId)!, need < min ? 'least' : 'most', 'conflict', {
      zh: `周模板 ${templateId} 的 ${lineId} 需 ${need} 人，不在 ${min} 至 ${max} 人之内。`,
      en: `Line ${lineId} of the week ${templateId} needs ${need} people, which is not within ${min} to ${max}.`,
    })
  }
}

const isSame = (one: StandingPost, other: StandingPost) => JSON.stringify(inOrder(one)) === JSON.stringify(inOrder(other))

const inOrder = ({ id, kind, name: { zh, en }, gridId, placeId, position, capacity: { min, max }, schemeTag }: StandingPost) => [
  ...[id, kind, zh, en, gridId, placeId],
  ...[position, min, max, schemeTag],
]

function fail(errors: CellError[], { row }: ImportedPost, column: PostColumn, code: CellError['code'], message: Localized) {
  errors.push({ row, column: POST_COLUMNS[column].zh, code, message })
}

const NEW = { zh: '新岗位必须填写', en: 'it is a new post' }
const NEW_PLACED = { zh: '新岗位应填写网格，或经度、纬度和坐标系', en: 'a new post has a grid, or a point with its CRS' }
const CROSSING = { zh: '包路口的岗位应写明路口', en: 'a post at an intersection names the crossing' }
const OUTSIDE = { zh: '坐标应在街道范围内。', en: 'Expected the point to lie in the district, got one outside.' }
