import * as z from 'zod/mini'
import { idSchema, instantSchema, localizedSchema, personal, personIdSchema, positionSchema } from '../schema.ts'

/** 党员突击队 | 党员志愿者先锋队 | 志愿服务队. */
export const teamKindSchema = z.enum(['taskForce', 'vanguard', 'service'])
export type TeamKind = z.infer<typeof teamKindSchema>

/** What is not as it should be between teams and points. */
export const teamFindingSchema = z.object({
  code: z.enum([
    'point-without-team',
    'team-without-point',
    'team-without-members',
    'leader-not-member',
    'unknown-point',
    'unknown-team',
    'one-sided',
  ]),
  pointId: z.optional(idSchema),
  teamId: z.optional(idSchema),
})
export type TeamFinding = z.infer<typeof teamFindingSchema>

/** A team without anybody's name. */
export const teamSummarySchema = z.object({
  id: idSchema,
  kind: teamKindSchema,
  name: localizedSchema,
  /** The organisation that it is of. */
  orgId: z.optional(idSchema),
  /** How many are in it. */
  members: z.int().check(z.gte(0)),
})
export type TeamSummary = z.infer<typeof teamSummarySchema>

/** Teams with who is in them, as far as the reader is told. */
export const teamListSchema = z.object({
  asOf: instantSchema,
  /** By id. */
  teams: z.array(
    z.extend(teamSummarySchema, {
      /** Whoever leads it first, then by name; of a liaison's organisation only, where a liaison asks. */
      people: z.array(
        z.object({
          personId: personIdSchema,
          /** Masked for a minor, to everybody but the street; `—` of somebody of whom nothing is known any more. */
          name: personal('name', z.string()),
          /** 队长. */
          leads: z.optional(z.boolean()),
        }),
      ),
    }),
  ),
})
export type TeamList = z.infer<typeof teamListSchema>

/** 测评点位 with the teams that answer for them. */
export const pointListSchema = z.object({
  asOf: instantSchema,
  points: z.array(
    z.object({
      id: idSchema,
      name: localizedSchema,
      gridId: idSchema,
      placeId: z.optional(idSchema),
      /** 点位类别: of its place, e.g. `market`. */
      placeClass: z.optional(z.string()),
      /** WGS-84. */
      position: z.optional(positionSchema),
      status: z.enum(['pass', 'fail', 'unassessed']),
      /** Score rate of the last inspection, per cent. */
      lastScore: z.optional(z.number()),
      teamIds: z.array(idSchema),
    }),
  ),
  /** Those that the points or the findings name. */
  teams: z.array(
    z.extend(teamSummarySchema, {
      leader: z.optional(z.object({ personId: personIdSchema, name: personal('name', z.string()) })),
    }),
  ),
  findings: z.array(teamFindingSchema),
})
export type PointList = z.infer<typeof pointListSchema>
