import type { ReactiveControllerHost } from 'lit'
import type { IssueRow } from '@wangge/core/issue/schema'

/** The lines that are selected. */
export class Selection {
  private readonly host: ReactiveControllerHost
  private chosen: ReadonlySet<string> = new Set()

  constructor(host: ReactiveControllerHost) {
    this.host = host
  }

  get ids(): ReadonlySet<string> {
    return this.chosen
  }

  set(ids: Iterable<string>, on: boolean) {
    const next = new Set(this.chosen)
    for (const id of ids) {
      if (on) next.add(id)
      else next.delete(id)
    }
    this.chosen = next
    this.host.requestUpdate()
  }

  toggle(id: string) {
    this.set([id], !this.chosen.has(id))
  }

  /** What is not shown any more is not acted on either. For before a rendering. */
  keepOnly(rows: readonly IssueRow[]) {
    if (this.chosen.size === 0) return
    const left = new Set(rows.map(({ id }) => id))
    this.chosen = new Set([...this.chosen].filter((id) => left.has(id)))
  }
}
