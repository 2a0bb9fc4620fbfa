export { localClock, localDate, zonedTime } from '../../calendar/zoned-time.ts'
