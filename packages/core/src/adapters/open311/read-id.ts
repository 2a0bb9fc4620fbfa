import { sha256 } from '../../sha256.ts'

const ID = /^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$/

/** A city’s code as an id of ours: itself where it can be one, else the same other one each time. */
export async function idOf(code: string): Promise<string> {
  if (ID.test(code)) return code
  return `x-${(await sha256(new TextEncoder().encode(code).buffer as ArrayBuffer)).slice(0, 32)}`
}
