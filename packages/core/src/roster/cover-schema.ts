import * as z from 'zod/mini'
import { idSchema, instantSchema, localizedSchema } from '../schema.ts'

const hoursSchema = z.number().check(z.gte(0))

/** From one instant until before another. */
const stretchSchema = z.object({ from: instantSchema, to: instantSchema, hours: hoursSchema })

/** How one intersection was sponsored over the hours asked of it. */
export const coverOfIntersectionSchema = z.object({
  intersectionId: idSchema,
  requiredHours: hoursSchema,
  /** Hours with exactly one branch. */
  sponsoredHours: hoursSchema,
  /** Hours with none. */
  gapHours: hoursSchema,
  /** Hours with several. */
  doubleHours: hoursSchema,
  gaps: z.array(stretchSchema),
  doubles: z.array(z.extend(stretchSchema, { orgIds: z.array(idSchema) })),
})
export type CoverOfIntersection = z.infer<typeof coverOfIntersectionSchema>

/** 包路口 at each instant of a time (INV-18): of all hours, or of those on duty. */
export const intersectionCoverSchema = z.object({
  asOf: instantSchema,
  from: instantSchema,
  to: instantSchema,
  requiredHours: hoursSchema,
  sponsoredHours: hoursSchema,
  gapHours: hoursSchema,
  doubleHours: hoursSchema,
  intersections: z.array(z.extend(coverOfIntersectionSchema, { name: localizedSchema, gridIds: z.array(idSchema) })),
  /** The branches of `doubles`, by id. */
  organisations: z.optional(z.array(z.object({ id: idSchema, name: localizedSchema }))),
})
export type IntersectionCoverView = z.infer<typeof intersectionCoverSchema>

/** 包路口: which branch each intersection is with, from when until when; those that never had one too. */
export const intersectionListSchema = z.object({
  asOf: instantSchema,
  intersections: z.array(
    z.object({
      id: idSchema,
      name: localizedSchema,
      gridIds: z.array(idSchema),
      /** In the order of time. */
      duties: z.array(
        z.object({
          orgId: idSchema,
          from: instantSchema,
          /** Exclusive; absent while nobody took the place over. */
          to: z.optional(instantSchema),
        }),
      ),
    }),
  ),
  /** The branches of `duties`, by id. */
  organisations: z.array(z.object({ id: idSchema, name: localizedSchema })),
})
export type IntersectionList = z.infer<typeof intersectionListSchema>
