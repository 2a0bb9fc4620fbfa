import { problemError } from '../cache/fetch-record.ts'
import { SdkError } from '../errors.ts'
import type { OutboxEntry } from '../ports/index.ts'
import { withdrawalSchema, withdrawConsentCommandSchema } from '../privacy/schema.ts'
import type { WithdrawConsentCommand } from '../privacy/schema.ts'
import type { Client, WithdrawalResult } from './client.ts'
import { requirePerson } from './context.ts'
import type { Context } from './context.ts'
import { mySignUpsKey } from './my-sign-ups.ts'
import { SLOTS, WITHDRAWAL } from './paths.ts'
import { fieldErrors, parseWith } from './schema-parse.ts'

/** Consents that are taken back, each at once and by the server's word. */
export function createWithdrawals(context: Context): Client['withdrawConsent'] {
  const { cache, outbox, now, createId } = context
  /** A command whose answer was lost is asked again under its own id. */
  const unanswered = new Map<string, string>()

  async function withdraw(person: string, command: WithdrawConsentCommand): Promise<WithdrawalResult> {
    const withdrawal = await ask(person, command)
    // What waits says that its person agrees: sent later, it would give the consent anew.
    await outbox.take((entry) => entry.person === person && purposeOf(entry) === command.purpose)
    const mine = mySignUpsKey(person)
    await cache.expire((key) => key === mine || key.startsWith(SLOTS))
    return { ok: true, withdrawal }
  }

  async function ask(person: string, command: WithdrawConsentCommand) {
    const headers = { 'idempotency-key': command.id }
    const response = await context.transport.send({ method: 'POST', path: WITHDRAWAL, headers, body: command, person })
    if (response.status !== 200) throw problemError(WITHDRAWAL, response, now())
    const withdrawal = parseWith(withdrawalSchema)(response.body)
    if (!withdrawal) {
      throw new SdkError('bad-response', `Expected ${WITHDRAWAL} to say what came of it; it did not`, { retryable: true })
    }
    return withdrawal
  }

  return async ({ purpose }) => {
    const who = await requirePerson(context)
    if (!who.ok) return who
    const { person } = who
    const name = `${person} ${purpose}`
    const draft = { id: unanswered.get(name) ?? createId(), purpose }
    const parsed = withdrawConsentCommandSchema.safeParse(draft)
    if (!parsed.success) return { ok: false, reason: 'invalid', fields: fieldErrors(parsed.error.issues, draft) }
    unanswered.set(name, draft.id)
    const result = await outbox.atRest(() => withdraw(person, parsed.data))
    unanswered.delete(name)
    return result
  }
}

function purposeOf({ body }: OutboxEntry): string | undefined {
  const { consent } = body as { consent?: { purpose?: string } }
  return consent?.purpose
}
