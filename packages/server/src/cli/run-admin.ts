import { ADMIN_COMMANDS } from '../admin.ts'
import type { AdminCommand, AdminCommandName } from '../admin.ts'
import { createContext } from '../context.ts'
import { parseBody } from '../parse.ts'
import { problemBody, ProblemError } from '../problem.ts'
import type { Problem } from '@wangge/core/schema'
import type { Holder } from './data-lock.ts'
import { openKeyring } from './open-keyring.ts'
import { photoStoreOf } from './photo-store-of.ts'
import { UsageError } from './usage-error.ts'
import { heldBy, withDatabase } from './with-database.ts'

type Output<Name extends AdminCommandName> = Awaited<ReturnType<(typeof ADMIN_COMMANDS)[Name]['run']>>

export interface AdminCall {
  data: string
  district: string
  input: object
  /** Told how far it is, where it is done here: a server gives one answer. */
  onProgress?: (done: number, total: number) => void
}

/**
 * Runs a command on the database; where a server holds the data directory, by that server.
 * @throws UsageError in the words of the problem
 */
export async function runAdmin<Name extends AdminCommandName>(name: Name, call: AdminCall): Promise<Output<Name>> {
  const { data, district, input, onProgress } = call
  const command = ADMIN_COMMANDS[name] as unknown as AdminCommand<unknown, Output<Name>>
  try {
    const parsed = parseBody(command.input, input)
    const photoStore = await photoStoreOf(process.env)
    const use = await withDatabase(data, (database) =>
      openKeyring(database, { data, district }).then((keyring) =>
        command.run(createContext({ database, keyring, districtId: district, photoStore }), parsed, undefined, onProgress),
      ),
    )
    return use.ok ? use.result : await askServer<Output<Name>>(name, call, use.holder)
  } catch (error) {
    throw error instanceof ProblemError ? new UsageError(wordsOf(problemBody(error, name))) : error
  }
}

async function askServer<T>(name: string, { data, input }: AdminCall, holder: Holder): Promise<T> {
  if (holder.url === undefined) throw new UsageError(`${heldBy(data, holder)} and does not listen yet`)
  const response = await fetch(`${holder.url}/v1/admin/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${holder.secret}` },
    body: JSON.stringify(input),
  })
  if (response.ok) return response.json() as Promise<T>
  throw new UsageError(wordsOf((await response.json()) as Problem))
}

function wordsOf({ title, detail, errors = [], refusal }: Problem): string {
  const fields = errors.map(({ path, message }) => `${path.join('.')}: ${message}`)
  const reason = refusal && `${refusal.reason} ${JSON.stringify(refusal.detail ?? {})}`
  return [title, detail, reason, ...fields].filter((part) => part !== undefined).join('; ')
}
