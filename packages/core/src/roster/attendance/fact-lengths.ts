import type { RecordFact } from './record-facts.ts'

/** How long what should stand in a record may be, in letters: for the command and for the fields that it is typed into. */
export const FACT_LENGTHS: Readonly<Record<RecordFact, number>> = { activity: 200, place: 200, content: 200, inCharge: 60 }
