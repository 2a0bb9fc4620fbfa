import { problemError } from '../cache/fetch-record.ts'
import { isSdkError, SdkError } from '../errors.ts'
import { isOf } from '../outbox/index.ts'
import { erasureSchema } from '../privacy/schema.ts'
import type { EraseCommand, Erasure } from '../privacy/schema.ts'
import type { Client } from './client.ts'
import { requirePerson } from './context.ts'
import type { Context } from './context.ts'
import { forgetReport } from './forget-report.ts'
import { ownReportOf } from './my-reports.ts'
import { MY_ERASURE, reportErasurePath } from './paths.ts'
import { parseWith } from './schema-parse.ts'
import { signOut } from './sign-out.ts'
import type { SignOutParts } from './sign-out.ts'
import { reporter } from './submit-report.ts'

interface Asked {
  path: string
  /** The path as a message may have it: a code in it may be written down. */
  told: string
  person?: string
}

/** What the server erases by the person's word, for good, and what of it goes from this device with it. */
export function createErasures(context: Context, parts: SignOutParts): Pick<Client, 'eraseReport' | 'eraseMe'> {
  const { cache, outbox, transport, now, createId } = context
  /** A command whose answer was lost is asked again under its own id. */
  const unanswered = new Map<string, string>()

  async function ask({ path, told, person }: Asked): Promise<Erasure> {
    const name = `${person} ${path}`
    const command: EraseCommand = { id: unanswered.get(name) ?? createId(), confirm: true }
    unanswered.set(name, command.id)
    const whose = person === undefined ? {} : { person }
    const headers = { 'idempotency-key': command.id }
    const response = await transport.send({ method: 'POST', path, headers, body: command, ...whose })
    if (response.status >= 400) throw problemError(told, response, now())
    const erasure = parseWith(erasureSchema)(response.body)
    if (!erasure) throw new SdkError('bad-response', `Expected ${told} to say what was erased; it did not`, { retryable: true })
    unanswered.delete(name)
    return erasure
  }

  /** What waits to be said about it would be refused, and brings nothing back. */
  async function forget(issueId: string) {
    await outbox.take(({ kind, subject }) => kind === 'reporter-step' && subject === issueId)
    await forgetReport(cache, issueId)
  }

  return {
    async eraseReport({ receipt }) {
      const own = await ownReportOf(cache, { receipt, person: await reporter(context) })
      try {
        const asked = { path: reportErasurePath(receipt), told: 'the erasure of a report' }
        const erasure = await outbox.atRest(() => ask(asked))
        if (own) await forget(own.id)
        return erasure
      } catch (error) {
        if (own && isSdkError(error) && error.problem === 'unknown-receipt') await forget(own.id)
        throw error
      }
    },
    async eraseMe({ discardUnsent = false } = {}) {
      const who = await requirePerson(context)
      if (!who.ok) return who
      const { person } = who
      const entries = (await outbox.entries()).filter((entry) => isOf(entry, person)).length
      if (entries > 0 && !discardUnsent) return { ok: false, reason: 'unsent', entries }
      const erasure = await outbox.atRest(() => ask({ path: MY_ERASURE, told: MY_ERASURE, person }))
      await signOut({ discardUnsent: true }, parts)
      return { ok: true, erasure }
    },
  }
}
