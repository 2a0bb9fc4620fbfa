import { reachesPath } from '@wangge/core/access'
import type { Grant } from '@wangge/core/access/schema'
import { askedLast } from '@wangge/core/issue'
import type { Issue } from '@wangge/core/issue/schema'

/** Whether an issue lies in the grant's subtree, or the grant's organisation was asked to handle it. */
export const reachesIssue = (grant: Grant, issue: Pick<Issue, 'gridPath' | 'history'>): boolean =>
  reachesPath(grant, issue.gridPath) ||
  (grant.role === 'liaison' && grant.orgId !== undefined && askedLast(issue)?.orgId === grant.orgId)
