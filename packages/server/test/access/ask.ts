import { askApp } from '../attacks/arena.ts'
import type { Answered, District } from '../harness.ts'
import type { Column } from './callers.ts'
import type { Ask } from './targets.ts'

/** Asks as a caller of the matrix. */
export async function askAs(
  district: District,
  method: string,
  { headers: own }: Pick<Column, 'headers'>,
  { path, body, bytes, headers }: Ask,
): Promise<Answered> {
  if (path === '/v1/events') return opened(district, path, own)
  const sent = bytes ?? body
  return askApp(district, { method, path, headers: { ...own, ...headers }, ...(sent !== undefined && { body: sent }) })
}

/** A stream that is left at once; a refusal is read. */
async function opened({ app }: District, path: string, headers: Record<string, string>): Promise<Answered> {
  const response = await app.fetch(new Request(`http://district.test${path}`, { headers }))
  const { status } = response
  if (status >= 400) return { status, headers: response.headers, body: await response.json() }
  await response.body?.cancel()
  return { status, headers: response.headers, body: '' }
}
