import { problemError } from '../cache/fetch-record.ts'
import { SdkError } from '../errors.ts'
import { problemSchema } from '../schema.ts'
import {
  certificateCommandSchema,
  certificateViewSchema,
  requestedCertificateCommandSchema,
  revokeCertificateCommandSchema,
} from '../roster/schema.ts'
import type { CertificateView } from '../roster/schema.ts'
import type { CertificateInput, CertificateResult, Client } from './client.ts'
import { requirePerson } from './context.ts'
import type { Context } from './context.ts'
import { isMyCertificates, MY_CERTIFICATES, organisationCertificatesPath } from './paths.ts'
import { fieldErrors, parseWith } from './schema-parse.ts'
import type { Schema } from './schema-parse.ts'

/** Certificates, issued at once and by the server's word: one that waits here proves nothing. */
export function createCertificates(
  context: Context,
): Pick<Client, 'certificate' | 'revokeCertificate' | 'requestedCertificate' | 'revokeRequestedCertificate'> {
  const { cache, transport, now, createId } = context
  /** A command whose answer was lost is asked again under its own id. */
  const unanswered = new Map<string, string>()

  async function send<Body extends { id: string }>(
    input: object,
    schema: Schema<Body>,
    where: string,
  ): Promise<CertificateResult> {
    const who = await requirePerson(context)
    if (!who.ok) return who
    const { person } = who
    const name = JSON.stringify([person, where, input])
    const draft = { id: unanswered.get(name) ?? createId(), ...input, person }
    const parsed = schema.safeParse(draft)
    if (!parsed.success) return { ok: false, reason: 'invalid', fields: fieldErrors(parsed.error.issues, draft) }
    unanswered.set(name, draft.id)
    const result = await ask(where, parsed.data, person)
    unanswered.delete(name)
    if (result.ok) await cache.expire(isMyCertificates(person))
    return result
  }

  async function ask(path: string, body: { id: string }, person: string): Promise<CertificateResult> {
    const headers = { 'idempotency-key': body.id }
    const response = await transport.send({ method: 'POST', path, headers, body, person })
    if (response.status >= 400) {
      const refusal = parseWith(problemSchema)(response.body)?.refusal
      if (refusal) return { ok: false, reason: refusal.reason, detail: refusal.detail ?? {} }
      throw problemError(path, response, now())
    }
    const certificate: CertificateView | undefined = parseWith(certificateViewSchema)(response.body)
    if (certificate) return { ok: true, certificate }
    throw new SdkError('bad-response', `Expected ${path} to answer with a certificate; it did not`, { retryable: true })
  }

  return {
    certificate: (input: CertificateInput) => send(input, certificateCommandSchema, MY_CERTIFICATES),
    revokeCertificate: (input) => send(input, revokeCertificateCommandSchema, `${MY_CERTIFICATES}/${input.certificateId}/revoke`),
    requestedCertificate: ({ orgId, ...input }) =>
      send(input, requestedCertificateCommandSchema, organisationCertificatesPath(orgId)),
    revokeRequestedCertificate: ({ orgId, ...input }) =>
      send(input, revokeCertificateCommandSchema, `${organisationCertificatesPath(orgId)}/${input.certificateId}/revoke`),
  }
}
