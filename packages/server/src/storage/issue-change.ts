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
 * A change as anybody may see it. Where an issue lies is told down to the estate: a building is a few homes. Of an earlier
 * version's entries what has no place here any more is left out.
 */
export function publicChange(change: Change, tree: GridTree): Change {
  if (change.topic !== 'issue') return change
  const { version, state } = change.data
  const gridPath = change.gridPath.filter((id) => !HOMES.has(tree.get(id)?.level ?? 'micro'))
  return { ...change, gridPath, data: { id: change.id, version, state } }
}

const HOMES: ReadonlySet<string> = new Set(['micro', 'dedicated'])
