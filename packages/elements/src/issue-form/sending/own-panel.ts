import type { ReactiveControllerHost } from 'lit'
import type { Client } from '@wangge/core/client'
import type { Category, MyReport } from '@wangge/core/issue/schema'
import type { OutboxEntry } from '@wangge/core/ports'
import { ResourceController } from '../../controllers/resource-controller.ts'
import type { Locale } from '../../locale.ts'
import { ownList } from './own-list.ts'
import { ownReports } from './own-reports.ts'

/** Reports that are shown at first, and more at each wish. */
const PAGE = 5

export interface OwnPanelOptions {
  client: () => Client | undefined
  locale: () => Locale
  entries: () => readonly OutboxEntry[]
  categoryOf: (id: string) => Category | undefined
}

/** What was reported on this device: keeps the list, its codes that are copied, and how much of it is shown. */
export class OwnPanel {
  /** The receipt code that was copied last. */
  copied = ''
  private readonly host: ReactiveControllerHost & { readonly renderRoot: ParentNode }
  private readonly options: OwnPanelOptions
  private readonly own: ResourceController<MyReport[]>
  private shown = PAGE

  constructor(host: OwnPanel['host'], options: OwnPanelOptions) {
    this.host = host
    this.options = options
    this.own = new ResourceController(
      host,
      () => [options.client(), 'own'],
      (client: Client) => client.myReports(),
    )
  }

  /** A report that the server has, as this device knows it. */
  find(id: string): MyReport | undefined {
    return this.own.data?.find((report) => report.id === id)
  }

  readonly copy = async (code: string): Promise<void> => {
    await navigator.clipboard.writeText(code).then(
      () => (this.copied = code),
      () => (this.copied = ''),
    )
    this.host.requestUpdate()
  }

  forgetCopied() {
    this.copied = ''
  }

  /** `edit` takes a refused one back into the form; absent while something else is written there. */
  render(edit: ((id: string) => void) | undefined) {
    const { client, locale, entries, categoryOf } = this.options
    return ownList(locale(), {
      own: ownReports(this.own.data ?? [], entries()),
      shown: this.shown,
      categoryOf,
      copied: this.copied,
      copy: (code) => void this.copy(code),
      edit,
      sendNow: () => client()?.outbox.sendNow(),
      retry: (id) =>
        void client()
          ?.outbox.retry(id)
          .catch(() => {}),
      discard: (id) => void this.discard(id),
      more: () => {
        this.shown += PAGE
        this.host.requestUpdate()
      },
    })
  }

  private async discard(id: string) {
    // It may be out already: the sync badge, or another tab, can have been faster.
    await this.options
      .client()
      ?.outbox.discard(id)
      .catch(() => {})
    await this.host.updateComplete
    this.host.renderRoot.querySelector<HTMLElement>('#mine-title')?.focus()
  }
}
