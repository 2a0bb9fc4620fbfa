import type { ProblemError } from '../problem.ts'
import { formatOf, tellAs } from './answer-open311.ts'
import { languageOf } from './language.ts'
import type { Language } from './language.ts'
import { refusalWords } from './words.ts'

/** Whether a call is to be answered in Open311's words: whoever asks for problems (RFC 9457) gets those. */
export const speaksOpen311 = ({ headers }: Request, path: string): boolean =>
  path.startsWith('/open311/') && !(headers.get('accept') ?? '').includes('application/problem+json')

/** The specification has 404 for what there is not, 403 for keys and 400 for a call that cannot be done. */
const STATUS: Readonly<Record<number, number>> = { 401: 403, 409: 400, 415: 400, 422: 400 }

/** A problem as the specification's list of errors, in the format that was asked for. */
export function open311Errors(error: ProblemError, request: Request, path: string): Response {
  const status = STATUS[error.status] ?? error.status
  const value = descriptions(error, languageOf(request)).map((description) => ({ code: status, description }))
  return tellAs(request, formatOf(path), { root: 'errors', value, status, headers: error.details.headers ?? {} })
}

function descriptions({ message, details }: ProblemError, language: Language): string[] {
  const { errors = [], refusal, detail } = details
  if (errors.length > 0) return errors.map((one) => `${nameOf(one.path)}: ${one.message}`)
  if (refusal) return [refusalWords(refusal.reason, language)]
  return [detail === undefined ? message : `${message}. ${detail}`]
}

/** Fields of a report by the names that they have in a form. */
const NAMES: Readonly<Record<string, string>> = { categoryId: 'service_code', placeText: 'address_string', id: 'Idempotency-Key' }

const nameOf = ([first, ...rest]: readonly (string | number)[]): string =>
  first === 'attributes' || first === 'attribute'
    ? `attribute[${rest.join('][')}]`
    : [NAMES[String(first)] ?? first, ...rest].join('.')
