export { dutyDays } from '../../calendar/duty-days.ts'
export type { DutyDay } from '../../calendar/duty-days.ts'
