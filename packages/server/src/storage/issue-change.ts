import type { Issue } from '@wangge/core/issue/schema'
import type { NewChange } from './changes.ts'
import { summarise } from './issues.ts'

/** The feed tells of an issue what anybody may see. */
export const issueChange = (issue: Issue): NewChange => ({
  topic: 'issue',
  id: issue.id,
  gridPath: issue.gridPath,
  data: summarise(issue),
})
