import type { Instant } from '../../schema.ts'

/**
 * Whether a shift begins once the organisation that somebody comes for is closed. One that begins before is theirs to its end, as at
 * sign-up (`closedRefusal`), also where that is past midnight.
 */
export const isAfterClosing = ({ startsAt }: { startsAt: Instant }, { closesAt }: { closesAt?: Instant | undefined }): boolean =>
  closesAt !== undefined && Date.parse(closesAt) <= Date.parse(startsAt)
