import { isSdkError } from '@wangge/core/errors'
import { failureReason } from './failure.ts'
import type { Locale } from './locale.ts'
import type { Words } from './strings.ts'

/** Why something that was asked of the server just now came to nothing. It is not sent again by itself, as what is read is. */
export function failureWords({ t }: Locale, error: unknown): Words {
  if (isSdkError(error) && error.code === 'network') return t.unreachable
  if (isSdkError(error) && error.code !== 'storage') return t.problemOf(error)
  return t.refusalOf(failureReason(error), {})
}
