import * as z from 'zod/mini'
import { appointmentRoleSchema } from '../grid/schema.ts'
import { createPersonCommandSchema, partyStatusSchema } from '../privacy/schema.ts'
import {
  crsSchema,
  dateSchema,
  idSchema,
  instantSchema,
  localizedSchema,
  personal,
  personIdSchema,
  positionSchema,
} from '../schema.ts'
import { organisationKindSchema, organisationSchema } from './organisation-schema.ts'
import { schemeTagSchema } from './report-in-schema.ts'
import { teamKindSchema } from './points-schema.ts'
import { postKindSchema } from './slot-schema.ts'

const rowSchema = z.int().check(z.gte(1))
const versionSchema = z.int().check(z.gte(1))
const { name: nameSchema, phone: phoneSchema } = createPersonCommandSchema.shape

/** A row of people as it was read: what it does not say stays as it is. */
export const importedPersonSchema = z.object({
  row: rowSchema,
  id: z.optional(personIdSchema),
  name: nameSchema,
  phone: phoneSchema,
  orgId: z.optional(idSchema),
  staffNumber: z.optional(personal('staff-number', z.string().check(z.regex(/^[A-Za-z0-9_-]{1,32}$/)))),
  /** The day from which the person is on the organisation's roll. */
  memberFrom: z.optional(dateSchema),
  /** The day from which the person is not on it any more. */
  memberTo: z.optional(dateSchema),
  partyStatus: z.optional(partyStatusSchema),
  minor: z.optional(personal('minor', z.boolean())),
  /** Version of the statement that was agreed to on paper. */
  dutyConsent: z.optional(versionSchema),
  partyConsent: z.optional(versionSchema),
  guardian: z.optional(personal('guardian', z.string().check(z.minLength(1), z.maxLength(40)))),
  communityId: z.optional(idSchema),
  microGridId: z.optional(idSchema),
  role: z.optional(appointmentRoleSchema),
  gridId: z.optional(idSchema),
  roleFrom: z.optional(dateSchema),
})
export type ImportedPerson = z.infer<typeof importedPersonSchema>

/** A row of organisations as it was read: what it does not say stays as it is. */
export const importedOrganisationSchema = z.object({
  row: rowSchema,
  id: z.optional(idSchema),
  kind: z.optional(organisationKindSchema),
  nameZh: z.optional(localizedSchema.shape.zh),
  nameEn: z.optional(localizedSchema.shape.en),
  /** Id or whole name; it may stand further down in the file. */
  superior: z.optional(z.string().check(z.maxLength(200))),
  gridId: z.optional(idSchema),
  registered: z.optional(organisationSchema.shape.registered),
  allied: z.optional(z.boolean()),
  /** Whoever is its liaison from now on, by one or more of these. */
  liaisonId: z.optional(personIdSchema),
  liaisonName: z.optional(personal('name', z.string().check(z.minLength(1), z.maxLength(40)))),
  liaisonPhone: phoneSchema,
  liaisonStaffNumber: z.optional(personal('staff-number', z.string().check(z.regex(/^[A-Za-z0-9_-]{1,32}$/)))),
})
export type ImportedOrganisation = z.infer<typeof importedOrganisationSchema>

const pointSchema = z.object({ position: positionSchema, crs: crsSchema })
const peopleAtOnceSchema = z.int().check(z.gte(1), z.lte(1000))

/** A row of posts as it was read: what it does not say stays as it is. */
export const importedPostSchema = z.object({
  row: rowSchema,
  id: z.optional(idSchema),
  kind: z.optional(postKindSchema),
  nameZh: z.optional(localizedSchema.shape.zh),
  nameEn: z.optional(localizedSchema.shape.en),
  gridId: z.optional(idSchema),
  /** Id or whole name of the place that it stands at; a crossing that nobody named before is made. */
  place: z.optional(localizedSchema.shape.zh),
  point: z.optional(pointSchema),
  /** People at once. */
  least: z.optional(peopleAtOnceSchema),
  most: z.optional(peopleAtOnceSchema),
  schemeTag: z.optional(schemeTagSchema),
  /** The post is to go. */
  remove: z.optional(z.boolean()),
})
export type ImportedPost = z.infer<typeof importedPostSchema>

/** A row of 包路口 as it was read: what it does not say stays as it is. */
export const importedIntersectionSchema = z.object({
  row: rowSchema,
  /** Id or whole name; one that nobody named before is made. */
  place: localizedSchema.shape.zh,
  nameEn: z.optional(localizedSchema.shape.en),
  /** Those that it lies in. */
  gridIds: z.optional(z.array(idSchema).check(z.maxLength(20))),
  point: z.optional(pointSchema),
  /** The branch. */
  orgId: z.optional(idSchema),
  from: z.optional(instantSchema),
  /** From here on it is not the branch's any more. */
  until: z.optional(instantSchema),
  /** The duty is to go. */
  remove: z.optional(z.boolean()),
})
export type ImportedIntersection = z.infer<typeof importedIntersectionSchema>

/** A row of teams as it was read: a team, and somebody in it where one is told. What it does not say stays as it is. */
export const importedTeamSchema = z.object({
  row: rowSchema,
  id: z.optional(idSchema),
  kind: z.optional(teamKindSchema),
  nameZh: z.optional(localizedSchema.shape.zh),
  nameEn: z.optional(localizedSchema.shape.en),
  orgId: z.optional(idSchema),
  /** All evaluation points that it answers for. */
  pointIds: z.optional(z.array(idSchema).check(z.maxLength(200))),
  personId: z.optional(personIdSchema),
  personName: z.optional(personal('name', z.string().check(z.minLength(1), z.maxLength(40)))),
  phone: phoneSchema,
  staffNumber: z.optional(personal('staff-number', z.string().check(z.regex(/^[A-Za-z0-9_-]{1,32}$/)))),
  /** Whether the person leads the team. */
  leads: z.optional(z.boolean()),
  /** The person is in the team no more. */
  leaves: z.optional(z.boolean()),
  /** The team is to go. */
  remove: z.optional(z.boolean()),
})
export type ImportedTeam = z.infer<typeof importedTeamSchema>

/** A row of evaluation points as it was read: what it does not say stays as it is. */
export const importedPointSchema = z.object({
  row: rowSchema,
  id: z.optional(idSchema),
  nameZh: z.optional(localizedSchema.shape.zh),
  nameEn: z.optional(localizedSchema.shape.en),
  /** E.g. `market`. */
  placeClass: z.optional(z.string()),
  /** Id or whole name of the place that it stands at; one that nobody named before is made. */
  place: z.optional(localizedSchema.shape.zh),
  gridId: z.optional(idSchema),
  point: z.optional(pointSchema),
  /** All that it is assessed by, e.g. `std-order`. */
  standardIds: z.optional(z.array(idSchema).check(z.maxLength(50))),
  /** All teams that answer for it. */
  teamIds: z.optional(z.array(idSchema).check(z.maxLength(20))),
  /** The point is to go. */
  remove: z.optional(z.boolean()),
})
export type ImportedPoint = z.infer<typeof importedPointSchema>

export const cellErrorSchema = z.object({
  /** As the spreadsheet counts; 1 for the header. */
  row: rowSchema,
  column: z.optional(z.string()),
  code: z.enum([
    'unknown-column',
    'duplicate-column',
    'missing-column',
    'required',
    'invalid',
    'unknown',
    'ambiguous',
    'conflict',
  ]),
  // Longer than a name: it may say two ids and a command.
  message: z.object({ zh: z.string(), en: z.string() }),
})

const countSchema = z.int().check(z.gte(0))

/** What an import did, would do (`planned`), or why it did nothing (`refused`). */
export const importReportSchema = z.object({
  outcome: z.enum(['imported', 'unchanged', 'planned', 'refused']),
  /** Rows of the file, the header not counted. */
  rows: countSchema,
  created: countSchema,
  updated: countSchema,
  unchanged: countSchema,
  /** How many were taken away, each by a row that says so. */
  removed: z.optional(countSchema),
  /** Of categories: how many take no more reports. */
  retired: z.optional(countSchema),
  /** Of issues that are there already: how many the table tells otherwise. They stay as they were reported. */
  differing: z.optional(countSchema),
  /** Of people: what begins and ends with it. */
  memberships: z.optional(countSchema),
  registrations: z.optional(countSchema),
  appointments: z.optional(countSchema),
  consents: z.optional(countSchema),
  /** Of teams: how many people join one and leave one. */
  joined: z.optional(countSchema),
  left: z.optional(countSchema),
  /** Of organisations: who becomes the liaison of which, the first of them. */
  liaisons: z.optional(
    z.array(
      z.object({
        row: rowSchema,
        orgId: idSchema,
        name: localizedSchema,
        personId: personIdSchema,
        /** Who was it before. */
        formerId: z.optional(personIdSchema),
      }),
    ),
  ),
  /** How many more there are. */
  furtherLiaisons: z.optional(countSchema),
  /** What is as it should not stay though nothing keeps it out, e.g. hours in which a crossing has no branch. */
  notes: z.optional(z.array(z.object({ zh: z.string(), en: z.string() }))),
  /** How many more there are. */
  furtherNotes: z.optional(countSchema),
  /** Rows that are left out though all others are brought in: the first of them. Each says what mends it. */
  leftOut: z.optional(z.array(cellErrorSchema)),
  /** How many more there are. */
  furtherLeftOut: z.optional(countSchema),
  /** The first of them, by row. */
  faults: z.array(cellErrorSchema),
  /** How many more there are. */
  furtherFaults: countSchema,
})
export type ImportReport = z.infer<typeof importReportSchema>
