import type { Geometry, GridCode, GridLevel } from '@wangge/core/grid/schema'
import type { Crs, Localized } from '@wangge/core/schema'
import { crsSchema } from '@wangge/core/schema'
import { gridCodeSchema, gridLevelSchema } from '@wangge/core/grid/schema'
import { GridFileError, places, shown } from './grid-file.ts'
import type { FileGrid } from './grid-file.ts'

/** A feature of any format, before it is known to be a grid. */
export interface Feature {
  id?: unknown
  properties?: Record<string, unknown> | null
  geometry?: { type: string; coordinates?: unknown } | null
}

export interface FieldOptions {
  /** Property that holds the id; without it the feature's own `id`, then the usual names. */
  idField?: string | undefined
  /** Property that holds the parent's id; without it the usual names. */
  parentField?: string | undefined
}

const ID_FIELDS = ['id', 'ID', 'Id', 'gridId', 'grid_id', 'GRID_ID', '网格编号', '编号', '网格编码', '编码']
const PARENT_FIELDS = ['parentId', 'parent_id', 'parentid', 'PARENT_ID', 'PARENTID', 'parent', '上级编号', '上级网格', '上级']
const NAME_FIELDS = {
  zh: ['nameZh', 'name_zh', 'name', 'NAME', 'Name', '网格名称', '名称'],
  en: ['nameEn', 'name_en', 'NAME_EN'],
}
/** Of a record; all else is kept as it is. */
const OWN = ['level', 'pinyin', 'codes', 'placeClasses', 'households', 'residentPop', 'servicePop', 'validFrom', 'validTo', 'crs']

/**
 * The grids of a file's features. Features that are no areas are left out and told; a file without any id names its
 * features by their place.
 * @throws GridFileError
 */
export function gridsOf(
  features: readonly unknown[],
  file: string,
  options: FieldOptions,
): { grids: FileGrid[]; notes: Localized[] } {
  const read = features.map((feature, index) => expectFeature(feature, file, index + 1))
  const ids = idsOf(read, file, options)
  const left = { empty: [] as number[], others: new Map<string, number[]>(), flattened: 0 }
  const grids: FileGrid[] = []
  read.forEach((feature, index) => {
    const { geometry } = feature
    if (!geometry) return left.empty.push(index + 1)
    if (geometry.type !== 'Polygon' && geometry.type !== 'MultiPolygon') {
      return left.others.set(geometry.type, [...(left.others.get(geometry.type) ?? []), index + 1])
    }
    const flat = inTwoDimensions(geometry.coordinates)
    if (flat !== geometry.coordinates) left.flattened++
    const grid = gridOf(feature, ids[index]!, `${file}, feature ${index + 1}`, options)
    return grids.push({ ...grid, geometry: { type: geometry.type, coordinates: flat } as Geometry })
  })
  const byPlace = read.length > 0 && ids[0] === '#1' ? [NAMED_BY_PLACE] : []
  return { grids, notes: [...byPlace, ...notesOf(left)] }
}

const NAMED_BY_PLACE: Localized = {
  zh: '文件中没有编号：以下按要素在文件中的次序称为 #1、#2……（可用 --id-field 指定编号字段）',
  en: 'There are no ids in the file: its features are called #1, #2, … by their place (--id-field names a property)',
}

function expectFeature(value: unknown, file: string, number: number): Feature {
  if (typeof value === 'object' && value !== null && ('geometry' in value || 'properties' in value)) return value as Feature
  throw new GridFileError(`${file}, feature ${number}: expected a feature with properties and geometry, got ${shown(value)}`)
}

function idsOf(features: readonly Feature[], file: string, { idField }: FieldOptions): string[] {
  const found = features.map((feature) => idOf(feature, idField))
  if (idField === undefined && found.every((id) => id === undefined)) return found.map((_, index) => `#${index + 1}`)
  return found.map((id, index) => {
    const where = `${file}, feature ${index + 1}`
    const wanted = idField === undefined ? 'an id' : `an id in the property ${idField}`
    if (typeof id === 'number' && !Number.isSafeInteger(id)) {
      throw new GridFileError(`${where}: expected an id that a number can hold (15 digits) or text, got the number ${id}`)
    }
    const text = typeof id === 'string' || typeof id === 'number' ? String(id).trim() : ''
    if (text !== '') return text
    const known = Object.keys(features[index]!.properties ?? {}).join(', ')
    throw new GridFileError(`${where}: expected ${wanted}, got ${shown(id)}; its properties are ${known || 'none'}`)
  })
}

function idOf({ id, properties }: Feature, idField: string | undefined): unknown {
  if (idField !== undefined) return properties?.[idField]
  return id ?? first(properties ?? {}, ID_FIELDS)
}

const first = (properties: Record<string, unknown>, names: readonly string[]): unknown => {
  const name = names.find((one) => properties[one] !== undefined && properties[one] !== null && properties[one] !== '')
  return name === undefined ? undefined : properties[name]
}

function gridOf({ properties }: Feature, id: string, where: string, { parentField }: FieldOptions): FileGrid {
  const all = properties ?? {}
  const parent = parentField === undefined ? first(all, PARENT_FIELDS) : all[parentField]
  const name = nameOf(all)
  const known = new Set([...ID_FIELDS, ...PARENT_FIELDS, ...NAME_FIELDS.zh, ...NAME_FIELDS.en, ...OWN])
  const others = Object.entries(all).filter(([key]) => !known.has(key) && key !== parentField)
  return {
    id,
    ...(parent === undefined || parent === null || String(parent).trim() === '' ? {} : { parentId: String(parent).trim() }),
    ...(name ? { name } : {}),
    ...ownFields(all, where),
    ...(others.length > 0 ? { properties: Object.fromEntries(others) } : {}),
  }
}

function nameOf(properties: Record<string, unknown>): Localized | undefined {
  const own = properties.name
  if (typeof own === 'object' && own !== null) {
    const { zh, en } = own as { zh?: unknown; en?: unknown }
    return bothNames(zh, en)
  }
  return bothNames(first(properties, NAME_FIELDS.zh), first(properties, NAME_FIELDS.en))
}

/** One name stands for both languages where the other is missing. */
export function bothNames(zh: unknown, en: unknown): Localized | undefined {
  const one = textOf(zh) ?? textOf(en)
  return one === undefined ? undefined : { zh: one, en: textOf(en) ?? one }
}

const textOf = (value: unknown): string | undefined => {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : ''
  return text === '' ? undefined : text
}

function ownFields(all: Record<string, unknown>, where: string): Partial<FileGrid> {
  const fields: Partial<FileGrid> = {}
  const level = all.level
  if (gridLevelSchema.safeParse(level).success) fields.level = level as GridLevel
  const crs = all.crs
  if (crs !== undefined && crs !== null && crs !== '') fields.crs = expectCrs(crs, where)
  if (Array.isArray(all.codes)) fields.codes = all.codes.map((code) => expectCode(code, where))
  if (Array.isArray(all.placeClasses)) fields.placeClasses = all.placeClasses.map(String)
  for (const key of ['households', 'residentPop', 'servicePop'] as const) {
    const count = all[key]
    if (typeof count === 'number') fields[key] = count
  }
  for (const key of ['pinyin', 'validFrom', 'validTo'] as const) {
    const text = textOf(all[key])
    if (text !== undefined) fields[key] = text
  }
  return fields
}

function expectCode(code: unknown, where: string): GridCode {
  const parsed = gridCodeSchema.safeParse(code)
  if (parsed.success) return parsed.data
  throw new GridFileError(`${where}: expected a code with scheme and value, got ${shown(code)}`)
}

export function expectCrs(value: unknown, where: string): Crs {
  const parsed = crsSchema.safeParse(value)
  if (parsed.success) return parsed.data
  throw new GridFileError(`${where}: expected a crs out of ${crsSchema.options.join(', ')}, got ${shown(value)}`)
}

/** The same coordinates where they have two numbers each; else copies without heights. What is no array stays as it is. */
function inTwoDimensions(value: unknown): unknown {
  if (!Array.isArray(value)) return value
  if (typeof value[0] === 'number') return value.length > 2 ? value.slice(0, 2) : value
  let changed = false
  const inner = value.map((one) => {
    const flat = inTwoDimensions(one)
    changed ||= flat !== one
    return flat
  })
  return changed ? inner : value
}

function notesOf({
  empty,
  others,
  flattened,
}: {
  empty: number[]
  others: Map<string, number[]>
  flattened: number
}): Localized[] {
  const notes = [...others].map(([type, numbers]) => ({
    zh: `${numbers.length} 个要素是 ${type}，不是面，未读入：${places(numbers)}`,
    en: `Left out because they are ${type}, not areas (${numbers.length}): ${places(numbers)}`,
  }))
  if (empty.length > 0) {
    notes.push({
      zh: `${empty.length} 个要素没有几何图形，未读入：${places(empty)}`,
      en: `Left out because they have no geometry (${empty.length}): ${places(empty)}`,
    })
  }
  if (flattened > 0) notes.push({ zh: `${flattened} 个要素的高程未采用`, en: `Heights were left aside (features: ${flattened})` })
  return notes
}
