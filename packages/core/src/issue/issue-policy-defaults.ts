import type { IssuePolicy } from './schema.ts'

/** What a district goes by that has said nothing of how it works on its issues. */
export const ISSUE_POLICY_DEFAULTS = {
  hours: [
    { from: '09:00', to: '12:00' },
    { from: '13:00', to: '17:00' },
  ],
  escalation: { every: { amount: 1, unit: 'workingDays' }, emergencyToTop: true },
  // Handled locally first; what is graver begins higher up.
  routing: [
    { severity: 'emergency', to: { role: 'street' } },
    { severity: 'major', to: { role: 'street' } },
    { severity: 'prominent', to: { role: 'community' } },
  ],
} as const satisfies IssuePolicy
