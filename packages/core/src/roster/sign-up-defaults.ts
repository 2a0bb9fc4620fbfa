import type { SignUpPolicy } from './schema.ts'

/** What a district goes by that has said nothing of it. Nobody is asked to confirm their presence unless it says so. */
export const SIGN_UP_DEFAULTS = {
  offerMinutes: 120,
  remindBeforeHours: 24,
  reliefMinutes: 30,
  swapNeedsApproval: false,
  timeZone: 'Asia/Shanghai',
} as const satisfies Partial<SignUpPolicy>
