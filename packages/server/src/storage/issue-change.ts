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
 * @param isOwn of whoever asks, who is told of it as it is
 */
export function publicChanges(
  changes: readonly Change[],
  tree: GridTree,
  isOwn: (change: Change) => boolean = () => false,
): Change[] {
  const { id } = tree.root
  const isHidden = (change: Change) => change.topic === 'issue' && !isOwn(change)
  const last = changes.findLast(isHidden)
  return changes
    .filter((change) => !isHidden(change) || change === last)
    .map((change) => (change === last ? { ...change, id, gridPath: [id], data: {} } : change))
}
