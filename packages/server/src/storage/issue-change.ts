import type { GridTree } from '@wangge/core/grid'
import type { Issue } from '@wangge/core/issue/schema'
import type { Change } from '@wangge/core/schema'
import type { NewChange } from './changes.ts'

/** That there is something new, and no more: whoever may read the issue asks for it. */
export const issueChange = ({
  id,
  version,
  state,
  gridPath,
}: Pick<Issue, 'id' | 'version' | 'state' | 'gridPath'>): NewChange => ({
  topic: 'issue',
  id,
  gridPath,
  data: { id, version, state },
})

/**
 * A page as anybody may see it: that issues changed since, told once. Which, where and into what state could be counted, and
 * so would tell what the counts of a grid withhold.
 */
export function publicChanges(changes: readonly Change[], tree: GridTree): Change[] {
  const { id } = tree.root
  const last = changes.findLast(({ topic }) => topic === 'issue')
  return changes
    .filter((change) => change.topic !== 'issue' || change === last)
    .map((change) => (change === last ? { ...change, id, gridPath: [id], data: {} } : change))
}
