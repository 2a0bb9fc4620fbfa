import type { Localized } from '../../schema.ts'

/** Part of what is certified, and who kept the records of it. */
export interface RecordingUnit {
  name: Localized
  /** Whole minutes. */
  minutes: number
}

/**
 * 谁记录谁证明: who certifies which part of some records, in the order of their first record. Together they certify all of it.
 * @example
 * recordingUnits([{ organiser: north, minutes: 30 }, { organiser: south, minutes: 60 }, { organiser: north, minutes: 15 }])
 * // [{ name: north, minutes: 45 }, { name: south, minutes: 60 }]
 */
export function recordingUnits(records: readonly { organiser: Localized; minutes: number }[]): RecordingUnit[] {
  const units = new Map<string, RecordingUnit>()
  for (const { organiser, minutes } of records) {
    const key = JSON.stringify([organiser.zh, organiser.en])
    units.set(key, { name: organiser, minutes: (units.get(key)?.minutes ?? 0) + minutes })
  }
  return [...units.values()]
}
