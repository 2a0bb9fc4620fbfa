import { checkCoverage } from '@wangge/core/grid'
import type { CoverageGrid } from '@wangge/core/grid'
import { isSdkError } from '@wangge/core/errors'
import { coverageReportSchema, geometrySchema } from '@wangge/core/grid/schema'
import { crsSchema, idSchema } from '@wangge/core/schema'
import * as z from 'zod/mini'
import { operation } from '../operation.ts'
import { invalidBody } from '../parse.ts'
import { ProblemError } from '../problem.ts'
import { noQuerySchema } from '../schema.ts'
import { strictGeometrySchema } from '../strict-grids.ts'

/** Bytes: a street of 1,030 micro-grids has one to two million. */
const LARGEST = 8 * 1024 * 1024
const MOST_GRIDS = 20_000
/** Five times a street of 1,030 micro-grids with some forty vertices each. */
const MOST_VERTICES = 250_000

const width = z.number().check(z.gte(0), z.lte(1_000))

const checkedGridSchema = z.strictObject({
  id: idSchema,
  parentId: z.optional(idSchema),
  /** A grid's own that differs is a finding. */
  crs: z.optional(crsSchema),
  geometry: strictGeometrySchema,
})

const featureIdSchema = z.union([idSchema, z.int()])

const featureSchema = z.object({
  type: z.literal('Feature'),
  /** Or `properties.id`. */
  id: z.optional(featureIdSchema),
  properties: z.nullable(
    z.object({ id: z.optional(featureIdSchema), parentId: z.optional(z.nullable(idSchema)), crs: z.optional(crsSchema) }),
  ),
  geometry: geometrySchema,
})

const optionFields = {
  /** What the coordinates are in: never guessed. */
  crs: crsSchema,
  /** Metres. */
  maxGapWidth: z.optional(width),
  /** Metres. */
  tolerance: z.optional(width),
}

/** Either the grids, or a GeoJSON FeatureCollection of them. */
export const checkGridsSchema = z.union([
  z.strictObject({ ...optionFields, grids: z.array(checkedGridSchema).check(z.maxLength(MOST_GRIDS)) }),
  z.object({
    ...optionFields,
    type: z.literal('FeatureCollection'),
    features: z.array(featureSchema).check(z.maxLength(MOST_GRIDS)),
  }),
])
type CheckGrids = z.infer<typeof checkGridsSchema>

export const postGridCheck = operation({
  method: 'POST',
  path: '/v1/grids:check',
  id: 'checkGrids',
  summary: 'Whether grids leave a blank, overlap or have no clear border; nothing of them is kept',
  access: ['staff'],
  roles: ['street', 'community'],
  scope: 'open',
  query: noQuerySchema,
  json: { schema: checkGridsSchema, maxSize: LARGEST },
  answers: { 200: { description: 'The findings; none where the grids are a partition', schema: coverageReportSchema } },
  async handle({ body }) {
    const grids = gridsOf(body)
    expectFew(grids)
    const { crs, maxGapWidth, tolerance } = body
    const widths = { ...(maxGapWidth !== undefined && { maxGapWidth }), ...(tolerance !== undefined && { tolerance }) }
    try {
      return { status: 200, body: checkCoverage(grids, { crs, ...widths }) }
    } catch (error) {
      if (!isSdkError(error) || error.code !== 'bad-argument') throw error
      throw new ProblemError(422, 'invalid-body', 'The body is not as expected', { detail: error.message })
    }
  },
})

/** @throws ProblemError 422 `invalid-body` for a feature without an id */
function gridsOf(body: CheckGrids): CoverageGrid[] {
  if ('grids' in body) return body.grids.map(withoutUndefined)
  return body.features.map(({ id, properties, geometry }, index) => {
    const known = id ?? properties?.id
    if (known === undefined) {
      throw invalidBody([
        { path: ['features', index, 'id'], code: 'required', message: 'Expected an id here or in the properties' },
      ])
    }
    const { parentId, crs } = properties ?? {}
    return { id: String(known), geometry, ...(typeof parentId === 'string' && { parentId }), ...(crs && { crs }) }
  })
}

const withoutUndefined = ({ id, parentId, crs, geometry }: z.infer<typeof checkedGridSchema>): CoverageGrid => ({
  id,
  geometry,
  ...(parentId !== undefined && { parentId }),
  ...(crs !== undefined && { crs }),
})

/** @throws ProblemError 422 `too-many-vertices` */
function expectFew(grids: readonly CoverageGrid[]): void {
  let vertices = 0
  for (const { geometry } of grids) {
    const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates
    for (const rings of polygons) for (const ring of rings) vertices += ring.length
  }
  if (vertices <= MOST_VERTICES) return
  throw new ProblemError(422, 'too-many-vertices', 'The outlines are too large for one call', {
    detail: `Expected at most ${MOST_VERTICES} vertices, got ${vertices}; check them with the command line`,
  })
}
