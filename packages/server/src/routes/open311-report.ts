import { createUlid } from '@wangge/core'
import { isReportable, promised } from '@wangge/core/issue'
import { reportCommandSchema } from '@wangge/core/issue/schema'
import type { ReportReceipt } from '@wangge/core/issue/schema'
import { STAFF_ROLES } from '../auth/roles.ts'
import { addressPlace } from '../open311/address-place.ts'
import { formatOf, tellAs } from '../open311/answer-open311.ts'
import { expectJurisdiction } from '../open311/jurisdiction.ts'
import { languageOf } from '../open311/language.ts'
import { notKept, pointOf, reportCommand } from '../open311/report-command.ts'
import { filedSchema, readingQuerySchema, reportFormSchema } from '../open311/schema.ts'
import type { Filed } from '../open311/schema.ts'
import { serviceNotice } from '../open311/words.ts'
import { operation } from '../operation.ts'
import { parseBody } from '../parse.ts'
import { notFound } from '../problem.ts'
import { findCategory } from '../storage/categories.ts'
import { takeReport } from './reports.ts'

export const postOpen311Request = operation({
  method: 'POST',
  path: '/open311/v2/requests.{format}',
  id: 'reportByOpen311',
  summary: 'Reports an issue by Open311; under an Idempotency-Key once only, and its number is that key',
  access: ['public', 'org', 'staff'],
  roles: STAFF_ROLES.filter((role) => role !== 'auditor'),
  scope: { public: 'open', org: 'open', staff: 'subtree' },
  query: readingQuerySchema,
  emptyIsNone: true,
  form: { schema: reportFormSchema, keyField: 'api_key' },
  byHumans: true,
  answers: { 201: { alsoAs: ['text/xml'], description: 'The issue is submitted', schema: filedSchema } },
  async handle(call) {
    const { context, request, body: form, query, params, now } = call
    await expectJurisdiction(context, request, form.jurisdiction_id ?? query.jurisdiction_id)
    const category = await findCategory(context.db, context.districtId, form.service_code)
    if (!category || !isReportable(category)) throw notFound('unknown-service', 'service_code provided was not found')
    const { tree } = await context.reference.current()
    const point = pointOf(form)
    const where = { id: form.address_id, text: form.address_string }
    const found = point ? undefined : await addressPlace(context, tree, where)
    const place = point ?? { by: 'grid' as const, gridId: found!.gridId }
    const id = request.headers.get('idempotency-key') ?? createUlid(now, context.random)
    const language = languageOf(request)
    const parts = { id, category, place, placeText: found?.text, language }
    const command = parseBody(reportCommandSchema, reportCommand(form, parts))
    const { status, body } = await takeReport({ ...call, body: command })
    const { receipt } = body as ReportReceipt
    const { terms } = promised(category)
    const notice = serviceNotice({ receipt, terms, notKept: notKept(form) }, language)
    const value: Filed = [{ service_request_id: id, service_notice: notice, account_id: null }]
    return tellAs(request, formatOf(`.${params.format}`), { root: 'service_requests', value, status })
  },
})
