import type { Context } from '../context.ts'
import type { Keyring } from '../privacy/keyring.ts'
import { ProblemError } from '../problem.ts'
import type { Tx } from './database.ts'

type Where = Pick<Context, 'districtId' | 'keyring'>

/** No command has such a key, and nobody without the district's hash key finds the command by it. */
const keyOfErased = (keyring: Keyring, key: string): string => `erased:${keyring.hash('command', key)}`

/**
 * Of a command whose key tells of somebody nothing is left but a keyed hash, by which it is known when it comes again.
 * @returns rows
 */
export async function eraseCommand(tx: Tx, { districtId, keyring }: Where, key: string): Promise<bigint> {
  const { numUpdatedRows } = await tx
    .updateTable('idempotency')
    .set({ key: keyOfErased(keyring, key), fingerprint: '', status: null, answer: null, actor: null })
    .where('district_id', '=', districtId)
    .where('key', '=', key)
    .executeTakeFirst()
  return numUpdatedRows
}

/** @throws ProblemError 410 `erased` for a command that is sent again after the erasure of what it made */
export async function expectNotErased(tx: Tx, { districtId, keyring }: Where, key: string): Promise<void> {
  const erased = await tx
    .selectFrom('idempotency')
    .select('key')
    .where('district_id', '=', districtId)
    .where('key', '=', keyOfErased(keyring, key))
    .executeTakeFirst()
  if (erased) throw new ProblemError(410, 'erased', 'What this command made has been erased')
}
