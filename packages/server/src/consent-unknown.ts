import { ProblemError } from './problem.ts'

/** There is no such statement to agree to; where the purpose has none at all, whoever runs the district reads how it gets one. */
export function consentUnknown(
  purpose: string,
  { sent, current }: { sent?: number; current?: number | undefined },
): ProblemError {
  const detail = { purpose, ...(sent !== undefined && { sent }), ...(current !== undefined && { current }) }
  return new ProblemError(409, 'refused', 'A rule of the district refuses this', {
    ...(current === undefined && {
      detail: `The district has no statement of ${purpose}; wangge statement set FILE gives it one`,
    }),
    refusal: { reason: 'consent-unknown', detail },
  })
}
