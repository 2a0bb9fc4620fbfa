import type { IssueRow, StaffIssue } from '../schema.ts'
import { askedLast } from '../asked-last.ts'
import { awaitsPublication, partsMeant, publication } from '../publication.ts'
import { holderOf } from './holder.ts'

/** The line of a board that an issue makes, without its history and what else only a closer look needs. */
export function issueRow(view: StaffIssue): IssueRow {
  const { history, photos, attributes: _, declared: __, terms: ___, clocks, category, vacantPosts: ____, ...rest } = view
  const holder = holderOf(view)
  const askedOrgId = askedLast(view)?.orgId
  const into = view.state === 'merged' ? history.filter(({ action }) => action === 'merge').at(-1)?.into : undefined
  return {
    ...rest,
    ...(category && { categoryName: category.name }),
    photos: history.reduce((sum, { evidence = [] }) => sum + evidence.length, photos.length),
    ...(holder && { holder }),
    ...(askedOrgId !== undefined && { askedOrgId }),
    ...(into !== undefined && { into }),
    ...(awaitsPublication(view) && {
      toPublish: true as const,
      waitingParts: [...partsMeant({ action: 'publish' }, publication(view))],
    }),
    // What has stopped is history: a line tells how it stands.
    ...(clocks && { clocks: clocks.filter(({ stoppedAt }) => stoppedAt === undefined) }),
  }
}
