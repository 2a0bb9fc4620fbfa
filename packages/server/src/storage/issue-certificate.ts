import { CERTIFICATE_CODE_BYTES, certificateCode, toldTimes, zonedTime } from '@wangge/core/roster'
import type { CertificateLine, CertificateRequest, Disclosure } from '@wangge/core/roster/schema'
import type { Context } from '../context.ts'
import { ProblemError, refused } from '../problem.ts'
import { insertCertificate, lockCertificates } from './certificates.ts'
import type { Tx } from './database.ts'
import { findPerson } from './people.ts'
import type { Reference } from './reference.ts'
import { serviceRecords } from './service-records.ts'
import type { PersonRecord } from './service-records.ts'

export interface Issuing {
  id: string
  personId: string
  orgId: string
  /** Local dates. */
  from: string
  to: string
  disclose: readonly Disclosure[]
  shared: boolean
  /** How they asked; null where they issue it themselves. */
  asked: CertificateRequest | null
  /** Whether whoever issues it may know who a minor is. */
  forMinors: boolean
  /** Epoch milliseconds. */
  now: number
}

const PRINT_KEY_BYTES = 16

/**
 * Certifies what somebody did through an organisation in a span of days, as it is on record now.
 * @throws ProblemError 409 `no-hours`, also of whom nothing is known any more; 409 `minor-at-street`; 422 `idempotency-key-reused` where the id is another record's
 */
export async function issueCertificate(tx: Tx, context: Context, reference: Reference, issuing: Issuing): Promise<void> {
  const { id, personId, orgId, from, to, disclose, shared, asked, forMinors, now } = issuing
  const { districtId } = context
  const { timeZone } = reference
  const span = {
    from: new Date(zonedTime(from, 0, timeZone)).toISOString(),
    to: new Date(zonedTime(to, 24 * 60, timeZone)).toISOString(),
  }
  // Whoever is forgotten, or found to be somebody else, meanwhile, has either this certificate too or none.
  const person = await findPerson(tx, context, personId, true)
  if (!person) throw refused('no-hours', { from, to })
  if (person.minor && !forMinors) throw refused('minor-at-street', {})
  await lockCertificates(tx, districtId, personId)
  const records = await serviceRecords(tx, context, reference, { personId, orgId, ...span, now })
  const counted = records.filter(({ minutes }) => minutes > 0)
  if (counted.length === 0) throw refused('no-hours', { from, to })
  const row = {
    district_id: districtId,
    id,
    code: certificateCode(context.randomBytes(CERTIFICATE_CODE_BYTES)),
    print_key: Buffer.from(context.randomBytes(PRINT_KEY_BYTES)).toString('hex'),
    person_id: personId,
    org_id: orgId,
    from_date: from,
    to_date: to,
    minutes: counted.reduce((sum, one) => sum + one.minutes, 0),
    disclose: [...new Set(disclose)],
    shared,
    asked,
    lines: JSON.stringify(counted.toReversed().map(lineOf)),
    issued_at: new Date(now).toISOString(),
    superseded_at: null,
    revoked_at: null,
  }
  if (!(await insertCertificate(tx, row))) {
    throw new ProblemError(422, 'idempotency-key-reused', 'This id is already that of another record')
  }
}

const lineOf = ({ activity, content, organiser, minutes, ...record }: PersonRecord): CertificateLine => ({
  activity,
  content,
  organiser,
  ...toldTimes(record),
  minutes,
})
