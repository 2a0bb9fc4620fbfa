import type { AttendancePolicyInput } from '../attendance-schema.ts'

/** Rules of checking in, all of them set. */
export type AttendancePolicy = { [Rule in keyof AttendancePolicyInput]-?: NonNullable<AttendancePolicyInput[Rule]> }

/** What holds where a district says nothing else. */
export const ATTENDANCE_POLICY: AttendancePolicy = {
  opensBeforeMinutes: 60,
  closesAfterMinutes: 120,
  overrunMinutes: 30,
  radius: 150,
  maxAccuracy: 100,
  arrivesWithinHours: 72,
}

/** The district's rules over the usual ones. */
export function attendancePolicy(rules: AttendancePolicyInput = {}): AttendancePolicy {
  const set = Object.entries(rules).filter(([, value]) => value !== undefined)
  return { ...ATTENDANCE_POLICY, ...Object.fromEntries(set) }
}
