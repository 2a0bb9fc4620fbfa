/** A line for whoever runs the district, nothing where none is missing. */
export const missingStatementsText = (missing: readonly string[]): string | undefined =>
  missing.length === 0
    ? undefined
    : `Nobody can agree to ${missing.join(', ')} yet, so nothing of it is taken: wangge statement set FILE gives the district its words`
