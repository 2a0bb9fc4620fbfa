import type { Instant } from '../../schema.ts'

/** Whether a shift goes on after the organisation that somebody comes for is closed: to its last minute they are somebody's. */
export const outlasts = ({ endsAt }: { endsAt: Instant }, { closesAt }: { closesAt?: Instant | undefined }): boolean =>
  closesAt !== undefined && Date.parse(closesAt) < Date.parse(endsAt)
