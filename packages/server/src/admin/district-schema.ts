import { gridLevelSchema } from '@wangge/core/grid/schema'
import { instantSchema } from '@wangge/core/schema'
import * as z from 'zod/mini'

const wantedSchema = z.int().check(z.gte(0), z.lte(999_999))

/** How many grids of a level there are to be; levels that nobody declared have none. */
export const targetsSchema = z.partialRecord(gridLevelSchema, wantedSchema)

export const districtTargetsSchema = z.object({ targets: targetsSchema })

/** `null` takes a level's number back; levels that are not named stay. */
export const declareTargetsSchema = z.strictObject({ targets: z.partialRecord(gridLevelSchema, z.nullable(wantedSchema)) })

export const districtHealthQuerySchema = z.strictObject({ at: z.optional(instantSchema) })
