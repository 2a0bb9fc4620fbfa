import type { ReactiveControllerHost } from 'lit'
import type { Client } from '@wangge/core/client'
import type { GridTree } from '@wangge/core/grid'
import type { Assignee, BoardCounts, IssueAction, IssueRow } from '@wangge/core/issue/schema'
import type { OutboxEntry } from '@wangge/core/ports'
import type { Locale } from '../locale.ts'

/** What the element lends to its parts. */
export interface Desk {
  /** Rendered again where a part changes. */
  readonly host: ReactiveControllerHost & { readonly updateComplete: Promise<boolean>; readonly renderRoot: ParentNode }
  readonly client: Client | undefined
  readonly locale: Locale
  /** Epoch milliseconds. */
  readonly now: number
  /** Whether this device keeps a step that is not sent yet over the page's end. */
  readonly isDurable: boolean
  readonly tree: GridTree | undefined
  /** All lines that are known, whatever is filtered. */
  readonly rows: readonly IssueRow[]
  /** Whether there are more lines than those. */
  readonly isPart: boolean
  /** How many there are, known and not. */
  readonly counts: BoardCounts
  /** Organisations that an issue can be given to; empty where the person is not told of any. */
  readonly organisations: readonly { id: string; name: string }[]
  rowOf(id: string): IssueRow | undefined
  categoryOf(issue: Pick<IssueRow, 'categoryId' | 'categoryName'>): string
  gridName(gridId: string): string
  /** Community, estate and building in words. */
  placeOf(gridPath: readonly string[]): string
  holderOf(holder: Assignee | undefined): string
  /** Steps of an issue that this device has not sent yet, or that were refused. */
  stepsOf(issueId: string): readonly OutboxEntry[]
  open(issueId: string): void
  acted(issueId: string, action: IssueAction): void
}
