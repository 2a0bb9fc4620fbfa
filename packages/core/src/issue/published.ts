import { isListed } from './is-listed.ts'
import { publication } from './publication.ts'
import type { Issue, PhotoRef } from './schema.ts'

/** What everybody may read and see of a report. */
export interface Published {
  words?: string
  photos: readonly PhotoRef[]
}

/**
 * What everybody may read and see of an issue: what is public of its report, once somebody of the district has taken it up. Never
 * what else was answered, its place, or what anybody wrote or photographed since; and nothing of one that was merged into another,
 * which nobody need have looked at.
 * @example published(submitted) // { photos: [] }
 */
export function published(issue: Pick<Issue, 'state' | 'history' | 'description' | 'photos'>): Published {
  if (!isListed(issue.state) || issue.state === 'merged') return { photos: [] }
  const { words, photos } = publication(issue)
  return { ...(words === 'public' && { words: issue.description }), photos: photos === 'public' ? issue.photos : [] }
}
