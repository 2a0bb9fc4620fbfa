import type { ReactiveController, ReactiveControllerHost } from 'lit'
import type { Client, ReportInput, Similar } from '@wangge/core/client'

type Question = Pick<ReportInput, 'categoryId' | 'place' | 'description'>

/** Asked when nothing was changed for so long, ms. */
const PAUSE_MS = 700

/** Knows what a report would repeat, as it is being written. Where that cannot be asked, nothing is said: a report is sent anyway. */
export class SimilarFinder implements ReactiveController {
  found: readonly Similar[] = []
  private readonly host: ReactiveControllerHost
  private readonly client: () => Client | undefined
  private asked = ''
  private timer: ReturnType<typeof setTimeout> | undefined

  constructor(host: ReactiveControllerHost, client: () => Client | undefined) {
    this.host = host
    this.client = client
    host.addController(this)
  }

  hostDisconnected() {
    clearTimeout(this.timer)
    this.asked = ''
  }

  ask({ categoryId, place, description }: Question) {
    const question = { categoryId, place, description }
    const key = JSON.stringify(question)
    if (key === this.asked) return
    this.asked = key
    clearTimeout(this.timer)
    if (categoryId && place && description.trim()) this.timer = setTimeout(() => void this.find(key, question), PAUSE_MS)
    else this.tell([])
  }

  private async find(key: string, question: Question) {
    const found =
      (await this.client()
        ?.similarIssues(question)
        .catch(() => [])) ?? []
    if (key === this.asked) this.tell(found)
  }

  private tell(found: readonly Similar[]) {
    if (found.length === 0 && this.found.length === 0) return
    this.found = found
    this.host.requestUpdate()
  }
}
