import type { Reference } from './storage/reference.ts'

/** What a district is for, and what has to be agreed to for it; party status is kept only where somebody agrees to that. */
const NEEDED = ['issue-report', 'volunteer-duty']

/** Purposes that have no statement yet: until they have, nobody can report or sign up. */
export const missingStatements = ({ consent }: Pick<Reference, 'consent'>): string[] =>
  NEEDED.filter((purpose) => !Object.hasOwn(consent, purpose))
