import type { Category, ServiceTerms, Severity } from './schema.ts'

/**
 * How grave an issue of a category is taken to be and what is promised of it: to be kept with the issue, so that a later
 * version of the category changes nothing in what was promised.
 * @param severity where somebody said so already
 * @example promised(category) // { severity: 'general', terms: { response: { amount: 120, unit: 'workingMinutes' }, … } }
 */
export function promised(
  { severity: usual = 'general', terms }: Pick<Category, 'severity' | 'terms'>,
  severity: Severity = usual,
): { severity: Severity; terms?: ServiceTerms } {
  const own = terms?.[severity] ?? terms?.general
  return { severity, ...(own && { terms: own }) }
}
