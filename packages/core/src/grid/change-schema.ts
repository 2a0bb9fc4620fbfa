import * as z from 'zod/mini'
import { crsSchema, idSchema, instantSchema, localizedSchema, ulidSchema } from '../schema.ts'
import { multiPolygonSchema, polygonSchema } from './geometry-schema.ts'
import { gridCodeFields, isWrittenCode } from './code-schema.ts'

/** Of one change: more are an import. */
const MOST = 200

const countSchema = z.int().check(z.gte(0))
const nameSchema = z.strictObject(localizedSchema.shape)
const idsSchema = z.array(idSchema).check(z.maxLength(MOST))

/** What is said of a grid to be; its level, its beginning and its lineage follow from the change. */
const partFields = {
  /** Left out, whoever carries the change out gives it one. */
  id: z.optional(idSchema),
  codes: z.optional(z.array(z.strictObject(gridCodeFields).check(isWrittenCode)).check(z.maxLength(20))),
  placeClasses: z.optional(z.array(z.string().check(z.maxLength(40))).check(z.maxLength(100))),
  households: z.optional(countSchema),
  residentPop: z.optional(countSchema),
  servicePop: z.optional(countSchema),
  geometry: z.optional(
    z.discriminatedUnion('type', [z.strictObject(polygonSchema.shape), z.strictObject(multiPolygonSchema.shape)]),
  ),
  crs: z.optional(crsSchema),
}

/** One grid into several. */
export const splitChangeSchema = z.strictObject({
  op: z.literal('split'),
  gridId: idSchema,
  into: z
    .array(z.strictObject({ ...partFields, name: nameSchema, children: z.optional(idsSchema) }))
    .check(z.minLength(2), z.maxLength(MOST)),
})

/** Several grids of one parent into one. */
export const mergeChangeSchema = z.strictObject({
  op: z.literal('merge'),
  gridIds: idsSchema.check(z.minLength(2)),
  /** Without an outline it has the one that theirs make together. */
  into: z.strictObject({ ...partFields, name: nameSchema }),
})

/** Grids whose borders move: those on both sides. */
export const redrawChangeSchema = z.strictObject({
  op: z.literal('redraw'),
  grids: z
    .array(
      z.strictObject({
        ...partFields,
        gridId: idSchema,
        name: z.optional(nameSchema),
        parentId: z.optional(idSchema),
        children: z.optional(idsSchema),
      }),
    )
    .check(z.minLength(1), z.maxLength(MOST)),
})

export const gridChangeSchema = z.discriminatedUnion('op', [splitChangeSchema, mergeChangeSchema, redrawChangeSchema])
export type GridChange = z.infer<typeof gridChangeSchema>

/** Body of `POST /v1/grids:preview`: nothing is written. */
export const previewRedrawSchema = z.strictObject({
  change: gridChangeSchema,
  /** When it is to take effect; now where left out. */
  effective: z.optional(instantSchema),
})
export type PreviewRedraw = z.infer<typeof previewRedrawSchema>

/** Body of `POST /v1/grids:redraw`. `id` is the Idempotency-Key. */
export const redrawCommandSchema = z.strictObject({ id: ulidSchema, ...previewRedrawSchema.shape })
export type RedrawCommand = z.infer<typeof redrawCommandSchema>
