import { filedAs } from './filed-as.ts'
import { categoryRefusal } from './is-reportable.ts'
import { promised } from './promised.ts'
import type { IssueRefusal } from './refusal.ts'
import type { Category, FiledAs, Issue, IssueCorrection } from './schema.ts'

/** The category that an issue is said to be of, as it stands now. */
export type CorrectCategory = Pick<Category, 'id' | 'parentId' | 'retired' | 'severity' | 'terms'> & { set?: number }

/**
 * What an issue is filed as once somebody has said that it is of another category, or graver or less grave, than was reported.
 * Another category brings its own severity, unless one is said with it. What is promised goes by both; a promise that the reporter
 * was given is not taken back where the other category makes none.
 * @param category the one that it is of then; undefined where there is none of that id
 */
export function correctedAs(
  issue: FiledAs & Pick<Issue, 'id'>,
  { categoryId = issue.categoryId, severity: said }: IssueCorrection,
  category: CorrectCategory | undefined,
): { ok: true; now: FiledAs } | IssueRefusal {
  const isOther = categoryId !== issue.categoryId
  const known = category?.id === categoryId ? category : undefined
  if (isOther && (!known || categoryRefusal(known))) return refused('categoryId')
  const before = issue.severity ?? 'general'
  const severity = said ?? (isOther ? (known?.severity ?? 'general') : before)
  if (!isOther && severity === before) return refused('severity')
  const terms = { ...issue.terms, ...(known && promised(known, severity).terms) }
  const set = isOther ? known?.set : issue.categorySet
  return {
    ok: true,
    now: filedAs({
      ...{ categoryId, severity },
      ...(set !== undefined && { categorySet: set }),
      ...('handling' in terms && { terms: terms as NonNullable<FiledAs['terms']> }),
    }),
  }
}

const refused = (field: 'categoryId' | 'severity'): IssueRefusal => ({ ok: false, reason: 'correction', detail: { field } })
