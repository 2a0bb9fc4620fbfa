import { problemError } from '../cache/fetch-record.ts'
import { SdkError } from '../errors.ts'
import { problemSchema } from '../schema.ts'
import type { CommandRefusal } from './client.ts'
import { requirePerson } from './context.ts'
import type { Context } from './context.ts'
import { fieldErrors, parseWith } from './schema-parse.ts'
import type { Schema } from './schema-parse.ts'

/** What a person asks of the server that is done at once or not at all. */
export interface Ask<Command, T> {
  /** @defaultValue `POST` */
  method?: 'POST' | 'PUT'
  path: string
  schema: Schema<Command>
  /** The command as the page gives it. */
  draft: Record<string, unknown>
  /** Of the answer. */
  answer: Schema<T>
}

export type Answered<T> = { ok: true; answer: T } | CommandRefusal

const parseProblem = parseWith(problemSchema)

/**
 * Asks the server without the outbox: whoever asks waits for its word. A refusal of a rule, and fields that can be mended, are
 * returned.
 * @throws SdkError `network` where the server cannot be reached, `problem` where it says no, `bad-response`
 */
export async function askNow<Command, T>(
  context: Context,
  { method = 'POST', path, schema, draft, answer }: Ask<Command, T>,
): Promise<Answered<T>> {
  const who = await requirePerson(context)
  if (!who.ok) return who
  const parsed = schema.safeParse(draft)
  if (!parsed.success) return { ok: false, reason: 'invalid', fields: fieldErrors(parsed.error.issues, draft) }
  const body = parsed.data as object
  const headers = 'id' in body && typeof body.id === 'string' ? { 'idempotency-key': body.id } : {}
  const response = await context.transport.send({ method, path, headers, body, person: who.person })
  if (response.status >= 400) {
    const { refusal, errors } = parseProblem(response.body) ?? {}
    if (refusal) return { ok: false, reason: refusal.reason, ...(refusal.detail && { detail: refusal.detail }) }
    if (response.status === 422 && errors) return { ok: false, reason: 'invalid', fields: errors }
    throw problemError(path, response, context.now())
  }
  const told = parseWith(answer)(response.body)
  if (told === undefined) {
    throw new SdkError('bad-response', `Expected ${path} to answer in the shape of its schema; it did not`, { retryable: true })
  }
  return { ok: true, answer: told }
}
