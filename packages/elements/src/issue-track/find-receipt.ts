import type { MyReport } from '@wangge/core/issue/schema'
import { readCode } from './read-code.ts'
import type { ReadCode } from './read-code.ts'

export type FoundReceipt = { ok: true; receipt: string; isNumber: boolean } | Extract<ReadCode, { ok: false }>

/**
 * What to ask the server for, by what was typed: the code itself; or the number of a request, which leads to its code where it was
 * reported on this device, and is asked for as it is where another city numbers what is followed.
 */
export function findReceipt(typed: string, own: readonly MyReport[]): FoundReceipt {
  const text = typed.trim().toUpperCase()
  const mine = own.find(({ id, receipt }) => text !== '' && (id.toUpperCase() === text || receipt.toUpperCase() === text))
  if (mine?.receipt) return { ok: true, receipt: mine.receipt, isNumber: false }
  const read = readCode(typed)
  if (!read.ok) return read
  return 'code' in read ? { ok: true, receipt: read.code, isNumber: false } : { ok: true, receipt: read.number, isNumber: true }
}
