import type { Reference } from './storage/reference.ts'

/** What a district is for, and what has to be agreed to for it; party status is kept only where somebody agrees to that. */
export const NEEDED_PURPOSES = ['issue-report', 'volunteer-duty'] as const
export type NeededPurpose = (typeof NEEDED_PURPOSES)[number]

/** Purposes that have no statement yet: until they have, nobody can report or sign up. */
export const missingStatements = ({ consent }: Pick<Reference, 'consent'>): NeededPurpose[] =>
  NEEDED_PURPOSES.filter((purpose) => !Object.hasOwn(consent, purpose))
