import type { OutboxEntry, OutboxPatch } from '../ports/index.ts'

/** The entry with the patch; what is patched with undefined is gone. */
export function applyPatch(entry: OutboxEntry, patch: OutboxPatch): OutboxEntry {
  const patched: Record<string, unknown> = { ...entry, ...patch }
  for (const [field, value] of Object.entries(patched)) if (value === undefined) delete patched[field]
  return patched as unknown as OutboxEntry
}
