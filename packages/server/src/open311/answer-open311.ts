import { taggedText } from '../answer.ts'
import { languageOf } from './language.ts'
import { toXml } from './to-xml.ts'

export type Format = 'xml' | 'json'

const TYPES: Record<Format, string> = { xml: 'text/xml; charset=utf-8', json: 'application/json; charset=utf-8' }

/** Either of the two, by the end of the path; XML, which every server has, where it does not say. */
export const formatOf = (path: string): Format => (path.endsWith('.json') ? 'json' : 'xml')

/** As it is sent. `root` is the name of the whole in XML. */
export const written = (format: Format, root: string, value: unknown): string =>
  format === 'json' ? JSON.stringify(value) : toXml(root, value)

const headersOf = (request: Request, format: Format) => ({
  'content-type': TYPES[format],
  'content-language': languageOf(request),
  vary: 'Accept-Language',
})

/** By the part of a path that names it. */
export const formatNamed = (name: string | undefined): Format => (name === 'json' ? 'json' : 'xml')

/** What was asked for, with an ETag; 304 where the caller has it. `root` is the name of the whole in XML. */
export const readAs = (request: Request, format: string | undefined, root: string, value: unknown): Response => {
  const as = formatNamed(format)
  return taggedText(request, written(as, root, value), { ...headersOf(request, as), 'cache-control': 'private, no-cache' })
}

/**
 * What is the same for whoever asks the same in the same language: those on the way may keep it too, and ask each time whether it
 * still holds, so that what is withheld is gone for all at once.
 */
export const readByAll = (request: Request, format: Format, text: string): Response =>
  taggedText(request, text, { ...headersOf(request, format), 'cache-control': 'public, no-cache' })

/** What was done or refused: not to be kept by anybody on the way. */
export const tellAs = (
  request: Request,
  format: Format,
  { root, value, status, headers = {} }: { root: string; value: unknown; status: number; headers?: Record<string, string> },
): Response =>
  new Response(written(format, root, value), {
    status,
    headers: { ...headersOf(request, format), 'cache-control': 'no-store', ...headers },
  })
