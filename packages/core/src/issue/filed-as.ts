import type { FiledAs, Issue, Transition } from './schema.ts'

/** What of an issue can be corrected once it is filed. */
export const filedAs = ({ categoryId, categorySet, severity, terms }: Omit<FiledAs, never>): FiledAs => ({
  categoryId,
  ...(categorySet !== undefined && { categorySet }),
  ...(severity && { severity }),
  ...(terms && { terms }),
})

/**
 * What an issue was filed as once a step was taken: as it was opened, with the corrections up to then.
 * @param seq of the step; 1 is the report
 * @example filedAt(corrected, 1).categoryId // as it was reported
 */
export function filedAt(issue: FiledAs & Pick<Issue, 'history'>, seq: number): FiledAs {
  const corrections = issue.history.filter(({ corrected }) => corrected !== undefined)
  const last = corrections.filter((step) => step.seq <= seq).at(-1)
  return last?.corrected?.now ?? corrections.find((step) => step.seq > seq)?.corrected?.was ?? filedAs(issue)
}

/** The issue with what a correction, if the step is one, says of it from then on. */
export function refiled<One extends FiledAs>(issue: One, { corrected }: Pick<Transition, 'corrected'>): One {
  if (!corrected) return issue
  const { severity: _, terms: __, categorySet: ___, ...others } = issue
  return { ...others, ...corrected.now } as One
}
