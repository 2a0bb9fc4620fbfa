import { createHash } from 'node:crypto'
import type { Answer } from './operation.ts'

/** JSON with an ETag where it was read; 304 where the caller has it. */
export function answer(request: Request, { status, body, headers = {}, tag = body, replayed }: Answer): Response {
  const isRead = request.method === 'GET' || request.method === 'HEAD'
  const common: Record<string, string> = { 'cache-control': isRead ? 'private, no-cache' : 'no-store', ...headers }
  if (replayed) common['idempotency-replayed'] = 'true'
  if (isRead) {
    const etag = etagOf(JSON.stringify(tag))
    common.etag = etag
    if (matches(request.headers.get('if-none-match'), etag)) return new Response(null, { status: 304, headers: common })
  }
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...common } })
}

/** A text that is somebody's own, with an ETag; 304 where the caller has it. */
export const textAnswer = (request: Request, text: string, { type, filename }: { type: string; filename: string }): Response =>
  taggedText(request, text, {
    'content-type': type,
    'content-disposition': `inline; filename="${filename}"`,
    'cache-control': 'private, no-cache',
  })

/** A text under the given headers, with an ETag; 304 where the caller has it. */
export function taggedText(request: Request, text: string, headers: Readonly<Record<string, string>>): Response {
  const etag = etagOf(text)
  const tagged = { ...headers, etag }
  const isKnown = matches(request.headers.get('if-none-match'), etag)
  return isKnown ? new Response(null, { status: 304, headers: tagged }) : new Response(text, { status: 200, headers: tagged })
}

const etagOf = (text: string): string => `W/"${createHash('sha1').update(text).digest('base64url')}"`

/** Weak comparison (RFC 9110, 8.8.3.2): a strong tag of the same value is the same. */
function matches(header: string | null, etag: string): boolean {
  if (header === null) return false
  const opaque = etag.replace(/^W\//, '')
  return header.split(',').some((candidate) => candidate.trim() === '*' || candidate.trim().replace(/^W\//, '') === opaque)
}
