import type { ReactiveController, ReactiveControllerHost } from 'lit'

/**
 * Keeps a device's screen on while something is to be seen on it, where the device can. The platform takes the lock away from a
 * page that nobody sees; it is asked for again when somebody does.
 */
export class ScreenAwake implements ReactiveController {
  private readonly isWanted: () => boolean
  private lock: WakeLockSentinel | undefined
  private isAsking = false
  /** A battery that runs low, say: it is not asked again until the page is seen anew or it is wanted anew. */
  private isRefused = false

  constructor(host: ReactiveControllerHost, isWanted: () => boolean) {
    this.isWanted = isWanted
    host.addController(this)
  }

  hostConnected() {
    document.addEventListener('visibilitychange', this.onVisibilityChange)
  }

  hostDisconnected() {
    document.removeEventListener('visibilitychange', this.onVisibilityChange)
    this.release()
  }

  hostUpdated() {
    if (this.isWanted()) void this.hold()
    else this.release()
  }

  private readonly onVisibilityChange = () => {
    this.release()
    if (this.isWanted()) void this.hold()
  }

  private async hold() {
    const { wakeLock } = navigator as Partial<Pick<Navigator, 'wakeLock'>>
    if (!wakeLock || this.lock || this.isAsking || this.isRefused || isHidden()) return
    this.isAsking = true
    try {
      const lock = await wakeLock.request('screen')
      this.lock = lock
      lock.addEventListener('release', () => {
        if (this.lock === lock) this.lock = undefined
      })
    } catch {
      // What is shown is shown all the same, until the screen goes dark.
      this.isRefused = true
    }
    this.isAsking = false
    if (!this.isWanted() || isHidden()) this.release()
  }

  private release() {
    this.isRefused = false
    // The platform may have taken it away already.
    void this.lock?.release().catch(() => undefined)
    this.lock = undefined
  }
}

const isHidden = () => document.visibilityState === 'hidden'
