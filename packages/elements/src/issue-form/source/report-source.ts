import type { ReactiveControllerHost } from 'lit'
import type { Me } from '@wangge/core/access/schema'
import type { Client } from '@wangge/core/client'
import { reportSources } from '@wangge/core/issue'
import type { ReportSource } from '@wangge/core/issue'
import { ResourceController } from '../../controllers/resource-controller.ts'

export interface ReportSourceOptions {
  client: () => Client | undefined
  /** As what the host page has people report; empty where it leaves it to what they are appointed to. */
  asked: () => ReportSource | ''
}

/** As what somebody reports: a resident, or whatever their appointments allow. */
export class ReportSources {
  private readonly me: ResourceController<Me>
  private readonly options: ReportSourceOptions
  private readonly host: ReactiveControllerHost
  private picked: ReportSource | '' = ''

  constructor(host: ReactiveControllerHost, options: ReportSourceOptions) {
    this.host = host
    this.options = options
    this.me = new ResourceController(
      host,
      () => [options.client(), 'me'],
      (client: Client) => client.me(),
    )
  }

  /** All that are theirs, a resident's first. */
  get allowed(): readonly ReportSource[] {
    return reportSources(this.me.data?.grants ?? [])
  }

  /** As what they report now: what they have picked, what the page asks for, or else what they are appointed to. */
  get chosen(): ReportSource {
    return this.picked || this.options.asked() || this.allowed[1] || 'resident'
  }

  /** Whether it is known that this is not theirs to report as. */
  get isRefused(): boolean {
    const { data, pending } = this.me
    return (data !== undefined || !pending) && !this.allowed.includes(this.chosen)
  }

  readonly pick = (source: ReportSource) => {
    this.picked = source
    this.host.requestUpdate()
  }

  /** What the page asks for holds again. */
  forget() {
    this.picked = ''
  }
}
