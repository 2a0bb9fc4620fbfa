import type { SignUpPolicy } from './schema.ts'

/** How many people are named or invited for a slot at once, at most. */
export const MOST_NAMED = 50

/** What a district goes by that has said nothing of it. Nobody is asked to confirm their presence unless it says so. */
export const SIGN_UP_DEFAULTS = {
  offerMinutes: 120,
  remindBeforeHours: 24,
  reliefMinutes: 30,
  swapNeedsApproval: false,
  timeZone: 'Asia/Shanghai',
} as const satisfies Partial<SignUpPolicy>
