import { certificatePage, pageHeaders, verificationPage } from '../certificate/certificate-page.ts'
import { checkCertificate } from './certificates.ts'
import { operation } from '../operation.ts'
import { notFound, ProblemError } from '../problem.ts'
import { publicAddress } from '../public-address.ts'
import { noQuerySchema } from '../schema.ts'
import { findCertificate } from '../storage/certificates.ts'
import { findPerson } from '../storage/people.ts'

const PAGE = { description: 'A page in Chinese and English, without scripts', type: 'text/html' }
const RULES = { method: 'GET', access: ['anyone'], scope: 'open', query: noQuerySchema } as const

export const getCertificatePage = operation({
  ...RULES,
  path: '/certificates/{code}',
  id: 'showCertificate',
  summary: 'The same as a page, which the code on a printed certificate opens',
  answers: { 200: PAGE, 404: PAGE },
  async handle({ context, params, now }) {
    const { timeZone } = await context.reference.current()
    const check = await checkCertificate(context, { code: params.code!, now }).catch((error: unknown) => {
      if (error instanceof ProblemError && error.status === 404) return undefined
      throw error
    })
    // Whoever reads it is a person, not a program: they are told on the page what to do.
    return new Response(verificationPage(check, { timeZone }), { status: check ? 200 : 404, headers: pageHeaders() })
  },
})

export const getCertificatePrint = operation({
  ...RULES,
  path: '/certificates/{key}/print',
  id: 'printCertificate',
  summary: 'The page to print, for the holder: whoever has its address, which is nobody else’s, sees all of it',
  answers: { 200: PAGE },
  async handle({ context, params, request }) {
    const { db, districtId } = context
    const { timeZone } = await context.reference.current()
    const row = await findCertificate(db, districtId, ['print_key', params.key!])
    const holder = row && (await findPerson(db, context, row.person_id))
    if (!row || row.revoked_at !== null) throw notFound('unknown-certificate', 'There is no such certificate')
    const verifyUrl = `${publicAddress(context, request)}/certificates/${row.code}`
    const certificate = {
      name: holder?.name ?? '—',
      code: row.code,
      from: row.from_date,
      to: row.to_date,
      minutes: row.minutes,
      lines: row.lines,
      issuedAt: row.issued_at,
      isSuperseded: row.superseded_at !== null,
    }
    return new Response(certificatePage(certificate, { verifyUrl, timeZone }), { status: 200, headers: pageHeaders() })
  },
})
