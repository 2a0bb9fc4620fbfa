import type { ReactiveController, ReactiveControllerHost } from 'lit'
import type { Client } from '@wangge/core/client'
import type { SdkError } from '@wangge/core/errors'
import type { PlanComparison, PlanDraft, PlanJob } from '@wangge/core/roster/schema'

/** One plan of the server's: how far it is, and once it is there the draft and how it differs from what holds. */
export class FollowedPlan implements ReactiveController {
  job: PlanJob | undefined
  draft: PlanDraft | undefined
  comparison: PlanComparison | undefined
  /** Why any of it is not there, or may be older. */
  error: SdkError | undefined
  /** Resolves with the first word of the plan that is followed. */
  known: Promise<void> = Promise.resolve()
  private readonly host: ReactiveControllerHost
  private readonly choose: () => readonly [client: Client | undefined, planId: string]
  private client: Client | undefined
  private planId = ''
  private stop: (() => void) | undefined

  constructor(host: ReactiveControllerHost, choose: () => readonly [client: Client | undefined, planId: string]) {
    this.host = host
    this.choose = choose
    host.addController(this)
  }

  hostUpdate() {
    const [client, planId] = this.choose()
    if (client === this.client && planId === this.planId) return
    this.hostDisconnected()
    this.client = client
    this.planId = planId
    this.job = undefined
    this.forget()
    if (client && planId) this.known = this.follow(client, planId)
  }

  hostDisconnected() {
    this.stop?.()
    this.stop = undefined
    this.client = undefined
    this.planId = ''
  }

  hostConnected() {
    this.host.requestUpdate()
  }

  /** Asks once more, after something was done with it; resolves once the answer is there. */
  async reload(): Promise<void> {
    const { client, planId } = this
    if (!client || !planId) return
    this.stop?.()
    this.error = undefined
    await this.follow(client, planId)
  }

  /** Resolves with the first word of it. */
  private follow(client: Client, planId: string): Promise<void> {
    return new Promise((resolve) => {
      this.stop = client.followRosterPlan(planId, (view) => {
        if (planId !== this.planId) return resolve()
        if (view.error) this.error = view.error
        if (view.plan) {
          this.error = undefined
          this.job = view.plan
          if (hasDraft(view.plan)) void this.load(client, planId).then(resolve)
        }
        this.host.requestUpdate()
        if (!this.job || !hasDraft(this.job)) resolve()
      })
    })
  }

  private async load(client: Client, planId: string) {
    try {
      const [draft, comparison] = await Promise.all([client.rosterDraft(planId), client.compareRosterPlan(planId)])
      if (planId !== this.planId) return
      this.draft = draft
      this.comparison = comparison
    } catch (error) {
      if (planId !== this.planId) return
      this.error = error as SdkError
    }
    this.host.requestUpdate()
  }

  private forget() {
    this.draft = undefined
    this.comparison = undefined
    this.error = undefined
  }
}

export const hasDraft = ({ state, summary }: PlanJob): boolean =>
  summary !== undefined && (state === 'done' || state === 'published' || state === 'cancelled')
