import * as z from 'zod/mini'

/** What a person saw last of their duties: a value for each aspect that can change without them. It stays on their device. */
export const dutiesSeenSchema = z.record(z.string(), z.string())
export type DutiesSeen = z.infer<typeof dutiesSeenSchema>
