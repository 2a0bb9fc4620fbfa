import { appointmentRoleSchema, findingSchema, gridCodeSchema, previewRedrawSchema } from '@wangge/core/grid/schema'
import { idSchema, instantSchema, localizedSchema, personIdSchema } from '@wangge/core/schema'
import * as z from 'zod/mini'
import { strictGridSchema } from '../strict-grids.ts'

const MOST_GRIDS = 50_000

export const importGridsSchema = z.strictObject({
  /** The whole tree, outlines in the coordinates that each declares. */
  grids: z.array(strictGridSchema).check(z.minLength(1), z.maxLength(MOST_GRIDS)),
  /** When it takes effect; now where left out. */
  effective: z.optional(instantSchema),
  /** Only says what would come of it. */
  dryRun: z.optional(z.boolean()),
  /** As of `checkCoverage`, in metres. */
  maxGapWidth: z.optional(z.number().check(z.gte(0))),
  tolerance: z.optional(z.number().check(z.gte(0))),
})
export type ImportGrids = z.infer<typeof importGridsSchema>

/** One change of some grids, instead of the whole tree. */
export const redrawGridsSchema = z.strictObject({ ...previewRedrawSchema.shape, dryRun: z.optional(z.boolean()) })

const count = z.int().check(z.gte(0))
const moveSchema = z.object({ id: idSchema, from: idSchema, to: z.optional(idSchema) })

/** What a redraw moves; see `previewRedraw`. */
export const previewSchema = z.object({
  at: instantSchema,
  ended: z.array(
    z.object({
      gridId: idSchema,
      successors: z.array(idSchema),
      issues: count,
      appointments: count,
      registrations: count,
      groups: count,
      buildings: count,
      posts: count,
      households: count,
    }),
  ),
  begun: z.array(idSchema),
  reparented: z.array(z.object({ gridId: idSchema, from: idSchema, to: idSchema })),
  issues: z.array(moveSchema),
  appointments: z.array(z.extend(moveSchema, { personId: personIdSchema, role: appointmentRoleSchema })),
  vacancies: z.array(z.object({ gridId: idSchema, role: z.enum(['buildingHead', 'dualPrimary']) })),
  registrations: z.array(z.object({ personId: personIdSchema, from: idSchema, to: z.optional(idSchema) })),
  groups: z.array(z.extend(moveSchema, { action: z.enum(['rename', 'split', 'merge', 'close']) })),
  buildings: z.array(moveSchema),
  posts: z.array(moveSchema),
})

const problemOfTreeSchema = z.object({
  code: z.string(),
  severity: z.literal('error'),
  grids: z.array(idSchema),
  parent: z.optional(idSchema),
  message: localizedSchema,
  hint: localizedSchema,
})

/** A code that is odd and need not be wrong; see `checkCodes`. */
const codeWarningSchema = z.object({
  code: z.enum(['code-shape', 'code-elsewhere']),
  severity: z.literal('warning'),
  grids: z.tuple([idSchema]),
  parent: z.optional(idSchema),
  scheme: gridCodeSchema.shape.scheme,
  value: z.string(),
  message: localizedSchema,
  hint: localizedSchema,
})

export const gridImportReportSchema = z.object({
  /** `refused`: nothing was written; `planned`: of a dry run. */
  outcome: z.enum(['created', 'redrawn', 'unchanged', 'planned', 'refused']),
  effective: instantSchema,
  /** In the file, as of that instant. */
  grids: count,
  begun: z.array(idSchema),
  ended: z.array(idSchema),
  /** Grids that stay, with other particulars: a name, a count, a code. */
  updated: z.array(idSchema),
  /** Of a redraw: what lies in the grids that end. */
  preview: z.optional(previewSchema),
  /** Why it is no tree. */
  problems: z.array(problemOfTreeSchema),
  /** Codes to look at; they stand in nobody's way. */
  warnings: z.array(codeWarningSchema),
  /** Where it is no partition. */
  findings: z.array(findingSchema),
  /** Why the present grids cannot become these. */
  refusal: z.optional(z.object({ reason: z.string(), detail: z.record(z.string(), z.unknown()) })),
})
export type GridImportReport = z.infer<typeof gridImportReportSchema>
