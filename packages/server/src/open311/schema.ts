import { open311StatusSchema } from '@wangge/core/issue/schema'
import { instantSchema, personal } from '@wangge/core/schema'
import * as z from 'zod/mini'
import { wholeNumber } from '../schema.ts'

/** Open311 GeoReport v2 (wiki.open311.org/GeoReport_v2) as this server takes and tells it. */

const ID = '[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}'
/** An id of nobody: that of others is marked where it names somebody. */
const idSchema = z.string().check(z.regex(new RegExp(`^${ID}$`)))
const idListSchema = z
  .string()
  .check(z.regex(new RegExp(`^${ID}( *, *${ID}){0,199}$`), 'Expected ids, parted by commas, at most 200'))
const jurisdictionSchema = z.optional(z.string().check(z.regex(/^[\w.:-]{1,100}$/, 'Expected the id of a jurisdiction')))

/** Whatever else a client sends, a key or a number against caches, is nothing to a reading call. */
export const readingQuerySchema = z.object({ jurisdiction_id: jurisdictionSchema })

export const requestsQuerySchema = z.extend(readingQuerySchema, {
  /** Goes before all others. */
  service_request_id: z.optional(idListSchema),
  service_code: z.optional(idListSchema),
  start_date: z.optional(instantSchema),
  end_date: z.optional(instantSchema),
  status: z.optional(z.string().check(z.regex(/^(open|closed)( *, *(open|closed))*$/, 'Expected open, closed, or both'))),
  /** From 1; an extension that many servers have. */
  page: z._default(z.optional(wholeNumber(1, 100_000)), 1),
  page_size: z._default(z.optional(wholeNumber(1, 1000)), 1000),
})
export type RequestsQuery = z.infer<typeof requestsQuerySchema>

const degrees = (most: number) =>
  z.pipe(
    z.string().check(z.regex(/^[-+]?\d{1,3}(\.\d{1,20})?$/, 'Expected degrees such as 30.5705')),
    z.pipe(z.transform(Number), z.number().check(z.gte(-most), z.lte(most))),
  ) as unknown as z.ZodMiniType<number>

const given = (field: Parameters<typeof personal>[0]) => z.optional(personal(field, z.string().check(z.maxLength(4000))))

/** Body of `POST requests`. What else comes is not kept, and the answer says so. */
export const reportFormSchema = z.looseObject({
  jurisdiction_id: jurisdictionSchema,
  api_key: z.optional(z.string().check(z.maxLength(4096), z.regex(/^[\x21-\x7e]+$/, 'Expected a key'))),
  service_code: idSchema,
  lat: z.optional(personal('report-place', degrees(90))),
  long: z.optional(personal('report-place', degrees(180))),
  address_string: given('report-place'),
  address_id: z.optional(idSchema),
  description: given('report-text'),
  attribute: z.optional(
    z.record(
      z.string().check(z.maxLength(60)),
      z.union([given('report-text'), z.array(personal('report-text', z.string())).check(z.maxLength(40))]),
    ),
  ),
  email: given('account'),
  device_id: given('account'),
  account_id: given('account'),
  first_name: given('name'),
  last_name: given('name'),
  phone: given('phone'),
  media_url: given('photo'),
})
export type ReportForm = z.infer<typeof reportFormSchema>

/** How a form answers a category's attributes. */
export type AttributeFields = NonNullable<ReportForm['attribute']>

export const discoverySchema = z.object({
  changeset: instantSchema,
  contact: z.string(),
  key_service: z.string(),
  endpoints: z.array(
    z.object({
      specification: z.url(),
      url: z.string(),
      changeset: instantSchema,
      type: z.enum(['production', 'test']),
      formats: z.array(z.enum(['text/xml', 'application/json'])),
    }),
  ),
})
export type Discovery = z.infer<typeof discoverySchema>

export const serviceSchema = z.object({
  service_code: idSchema,
  service_name: z.string(),
  description: z.string(),
  metadata: z.boolean(),
  type: z.literal('realtime'),
  keywords: z.string(),
  group: z.nullable(z.string()),
})
export type Service = z.infer<typeof serviceSchema>
export const serviceListSchema = z.array(serviceSchema)

export const serviceDefinitionSchema = z.object({
  service_code: idSchema,
  attributes: z.array(
    z.object({
      variable: z.boolean(),
      code: z.string(),
      datatype: z.enum(['string', 'number', 'datetime', 'text', 'singlevaluelist', 'multivaluelist']),
      required: z.boolean(),
      datatype_description: z.nullable(z.string()),
      order: z.int().check(z.gte(1)),
      description: z.string(),
      values: z.optional(z.array(z.object({ key: z.string(), name: z.string() }))),
    }),
  ),
})
export type ServiceDefinition = z.infer<typeof serviceDefinitionSchema>

export const filedSchema = z.array(
  z.object({ service_request_id: idSchema, service_notice: personal('receipt', z.string()), account_id: z.null() }),
)
export type Filed = z.infer<typeof filedSchema>

/** The token is the caller’s own, told back. */
export const tokenSchema = z.array(z.object({ service_request_id: idSchema, token: idSchema }))

/** What anybody may know of a report: of its words and photos what is published, no point; of the place the community where that gives nobody away. */
export const serviceRequestSchema = z.object({
  service_request_id: idSchema,
  status: open311StatusSchema,
  status_notes: z.string(),
  service_name: z.nullable(z.string()),
  service_code: idSchema,
  description: z.nullable(personal('report-text', z.string())),
  agency_responsible: z.string(),
  service_notice: z.null(),
  requested_datetime: instantSchema,
  updated_datetime: instantSchema,
  expected_datetime: z.nullable(instantSchema),
  address: z.string(),
  address_id: idSchema,
  zipcode: z.null(),
  lat: z.null(),
  long: z.null(),
  media_url: z.nullable(personal('photo', z.string())),
})
export type ServiceRequest = z.infer<typeof serviceRequestSchema>
export const serviceRequestsSchema = z.array(serviceRequestSchema)
