import type { ReactiveController, ReactiveControllerHost } from 'lit'

/** Renders its host again as time goes on, so that what opens and closes is shown to. */
export class ClockController implements ReactiveController {
  private readonly host: ReactiveControllerHost
  private readonly everyMs: number
  private timer: ReturnType<typeof setInterval> | undefined

  constructor(host: ReactiveControllerHost, { everyMs = 20_000 }: { everyMs?: number } = {}) {
    this.host = host
    this.everyMs = everyMs
    host.addController(this)
  }

  /** Epoch milliseconds. */
  get now(): number {
    return Date.now()
  }

  hostConnected() {
    this.timer = setInterval(() => this.host.requestUpdate(), this.everyMs)
  }

  hostDisconnected() {
    clearInterval(this.timer)
  }
}
