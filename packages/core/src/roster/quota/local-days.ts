export { addDays, daysBetween } from '../../calendar/local-days.ts'
