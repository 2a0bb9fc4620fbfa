import { UsageError } from './usage-error.ts'

/** @throws UsageError */
export function expectInstant(name: string, text: string): void {
  if (/^\d{4}-\d\d-\d\dT/.test(text) && !Number.isNaN(Date.parse(text))) return
  throw new UsageError(`${name}: expected an instant such as 2026-04-01T00:00:00+08:00, got ${text}`)
}
