import * as z from 'zod/mini'
import { idSchema, localizedSchema } from '../schema.ts'
import { severitySchema } from './clock-schema.ts'

const codeSchema = z.string().check(z.regex(/^[\p{L}\p{N}][\p{L}\p{N}_.-]{0,59}$/u))
const nameSchema = z.object({ zh: localizedSchema.shape.zh, en: z.optional(localizedSchema.shape.en) })

/** A row of a table of categories as it was read: what it does not say stays as it is. */
export const importedCategorySchema = z.object({
  /** As the spreadsheet counts. */
  row: z.int().check(z.gte(1)),
  /** Of the second level. */
  id: idSchema,
  name: nameSchema,
  /** Of the first level. */
  parentId: idSchema,
  parentName: z.object({ zh: z.optional(localizedSchema.shape.zh), en: z.optional(localizedSchema.shape.en) }),
  severity: z.optional(severitySchema),
  attributes: z.optional(
    z
      .array(
        z.object({
          code: codeSchema,
          datatype: z.enum(['string', 'number', 'datetime', 'text', 'singlevaluelist', 'multivaluelist']),
          required: z.boolean(),
          label: localizedSchema,
          values: z.optional(z.array(z.object({ key: codeSchema, name: localizedSchema })).check(z.maxLength(40))),
        }),
      )
      .check(z.maxLength(40)),
  ),
  /** All kinds of place, one of which a report of it names; what is said of one is said once. */
  placeClasses: z.optional(
    z
      .array(
        z.object({
          id: idSchema,
          name: z.optional(localizedSchema),
          clause: z.optional(z.string().check(z.minLength(1), z.maxLength(60))),
        }),
      )
      .check(z.maxLength(40)),
  ),
})
export type ImportedCategory = z.infer<typeof importedCategorySchema>
