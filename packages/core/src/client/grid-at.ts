import type { Cache } from '../cache/index.ts'
import { SdkError } from '../errors.ts'
import { convert, createLocator } from '../grid/index.ts'
import { gridListSchema, gridOutlinesSchema } from '../grid/schema.ts'
import type { Crs, Id, Position } from '../schema.ts'
import type { Context } from './context.ts'
import { gridOutlinesPath, GRIDS } from './paths.ts'
import { parseWith } from './schema-parse.ts'
import type { Schema } from './schema-parse.ts'

export interface PointInput {
  position: Position
  crs: Crs
}

/**
 * The lowest grid that a point lies in, worked out on the device: the server is asked for outlines of grids, a level at a time,
 * and is told no point. Undefined outside the district.
 * @throws SdkError as asking for outlines that this device does not have yet
 */
export async function gridAt(point: PointInput, { cache }: Pick<Context, 'cache'>): Promise<Id | undefined> {
  return lowestGrid(point, (path, schema) => latest(cache, path, schema))
}

/** The same by what this device has of the outlines; nothing is asked for. Undefined where they are missing, too. */
export async function knownGridAt(point: PointInput, cache: Cache): Promise<Id | undefined> {
  return lowestGrid(point, async (path, schema) => cache.read(path, parseWith(schema)))
}

/** Down the levels as long as there are outlines. */
async function lowestGrid(
  { position, crs }: PointInput,
  read: <T>(path: string, schema: Schema<T>) => Promise<T | undefined>,
): Promise<Id | undefined> {
  const point = convert(position, { from: crs, to: 'wgs84' })
  const grids = (await read(GRIDS, gridListSchema))?.grids
  const root = grids?.find(({ parentId }) => parentId === undefined)
  let found: Id | undefined
  let of = root?.id
  while (of !== undefined) {
    const outlines = (await read(gridOutlinesPath(of), gridOutlinesSchema))?.features.map(({ id, geometry }) => ({
      id,
      geometry,
    }))
    const next = outlines && createLocator(outlines, { crs: 'wgs84' }).locate(point)
    if (next === undefined) return found
    // A grid that has none below it is drawn by itself.
    if (next === of) return next
    found = of = next
  }
  return found
}

/** As the server has it now; without a connection as it was last. */
async function latest<T>(cache: Cache, path: string, schema: Schema<T>): Promise<T> {
  const { data, error } = await cache.resource(path, parseWith(schema)).refresh()
  if (data !== undefined) return data
  throw error ?? new SdkError('bad-response', `Expected ${path} to be told, got nothing`, { retryable: true })
}
