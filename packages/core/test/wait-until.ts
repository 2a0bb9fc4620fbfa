import { waitUntil as poll } from '@open-wc/testing'

/** Long for a machine that does four other things beside, and less than a test has, so that a failure says what never came. */
const LIMIT_MS = 45_000

/**
 * Waits until something is so, and says after the limit what was waited for. It is the one way in which a test in the
 * browser waits: a time of its own would be a guess at how fast the machine is.
 * @param what is waited for; a function tells it once it has not come, with what is there instead
 * @example await waitUntil(() => inside.has('.shift'), 'the week is there')
 */
export const waitUntil = (isSo: () => unknown, what?: string | (() => string)): Promise<void> =>
  poll(isSo, typeof what === 'string' ? what : undefined, { timeout: LIMIT_MS }).catch((error: unknown) => {
    throw typeof what === 'function' ? new Error(`Timeout: ${what()}`, { cause: error }) : error
  })
