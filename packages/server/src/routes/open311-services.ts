import { isReportable } from '@wangge/core/issue'
import { readAs } from '../open311/answer-open311.ts'
import { CONSENT_PURPOSE } from '../open311/consent-attribute.ts'
import { expectJurisdiction } from '../open311/jurisdiction.ts'
import { languageOf } from '../open311/language.ts'
import { discoverySchema, readingQuerySchema, serviceDefinitionSchema, serviceListSchema } from '../open311/schema.ts'
import type { Discovery } from '../open311/schema.ts'
import { serviceDefinition, services } from '../open311/services.ts'
import { operation } from '../operation.ts'
import { notFound } from '../problem.ts'
import { publicAddress } from '../public-address.ts'
import { findCategory, listCategories } from '../storage/categories.ts'

/** The specification has these open to all, without a key: none of it is of a person. */
const READ = { method: 'GET', access: ['anyone'], scope: 'open', query: readingQuerySchema, emptyIsNone: true } as const
const AS_XML = { alsoAs: ['text/xml'] }

export const getOpen311Discovery = operation({
  ...READ,
  path: '/open311/discovery.{format}',
  id: 'discoverOpen311',
  summary: 'Open311 service discovery: where GeoReport v2 is, and what it speaks',
  answers: { 200: { ...AS_XML, description: 'One endpoint', schema: discoverySchema } },
  async handle({ context, request, params, query }) {
    await expectJurisdiction(context, request, query.jurisdiction_id)
    const { at, tree } = await context.reference.current()
    const { zh, en } = tree.root.name
    const address = publicAddress(context, request)
    const body: Discovery = {
      changeset: at,
      contact: `${zh} · ${en}, ${address}`,
      key_service: `${zh} gives site keys (to websites, bound to their origins) and tokens (to other servers): ask whoever runs ${address}`,
      endpoints: [
        {
          specification: 'http://wiki.open311.org/GeoReport_v2',
          url: `${address}/open311/v2`,
          changeset: at,
          type: 'production',
          formats: ['text/xml', 'application/json'],
        },
      ],
    }
    return readAs(request, params.format, 'discovery', body)
  },
})

export const getOpen311Services = operation({
  ...READ,
  path: '/open311/v2/services.{format}',
  id: 'listOpen311Services',
  summary: 'What can be reported, as Open311 services',
  answers: { 200: { ...AS_XML, description: 'In the district’s order', schema: serviceListSchema } },
  async handle({ context, request, params, query }) {
    await expectJurisdiction(context, request, query.jurisdiction_id)
    const categories = await listCategories(context.db, context.districtId)
    return readAs(request, params.format, 'services', services(categories, languageOf(request)))
  },
})

export const getOpen311Service = operation({
  ...READ,
  path: '/open311/v2/services/{code}.{format}',
  id: 'getOpen311Service',
  summary: 'What a report of a service is asked for, and what is to be agreed to',
  answers: { 200: { ...AS_XML, description: 'In the category’s order, the consent last', schema: serviceDefinitionSchema } },
  async handle({ context, request, params, query }) {
    await expectJurisdiction(context, request, query.jurisdiction_id)
    const category = await findCategory(context.db, context.districtId, params.code!)
    if (!category || !isReportable(category)) throw notFound('unknown-service', 'service_code provided was not found')
    const { consent } = await context.reference.current()
    const definition = serviceDefinition(category, consent[CONSENT_PURPOSE], languageOf(request))
    return readAs(request, params.format, 'service_definition', definition)
  },
})
