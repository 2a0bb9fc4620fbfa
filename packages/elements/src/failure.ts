import { isSdkError } from '@wangge/core/errors'

/**
 * The reason to give for a command that threw. Only a store that failed means that this device could not keep it;
 * anything else is a defect, and whoever looks after the page gets to see it.
 */
export function failureReason(error: unknown): 'not-kept' | 'failed' {
  if (isSdkError(error) && error.code === 'storage') return 'not-kept'
  // eslint-disable-next-line no-console -- the page's developer is the reader; the person is told in words
  console.error(error)
  return 'failed'
}
