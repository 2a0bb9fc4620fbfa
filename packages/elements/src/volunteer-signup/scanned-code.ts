import type { ReactiveController, ReactiveControllerHost } from 'lit'
import { slotOfCode } from '@wangge/core/roster'

/**
 * The code that the phone's camera brought behind the `#` of the page's address. It stands there until it is known who is
 * there, as a host's sign-in in between may come back to the address; then it is taken out of the address and the history.
 * What else stands behind a `#` is the host's, and left alone.
 */
export class ScannedCode implements ReactiveController {
  private readonly taken: (code: string) => void
  private code = ''

  constructor(host: ReactiveControllerHost, taken: (code: string) => void) {
    this.taken = taken
    host.addController(this)
  }

  hostConnected() {
    this.take()
    // The page was open already.
    addEventListener('hashchange', this.take)
  }

  hostDisconnected() {
    removeEventListener('hashchange', this.take)
  }

  /** Takes it out of the address, where it still stands there. What the host keeps with its history stays. */
  clear() {
    if (this.code !== '' && location.hash === `#${this.code}`) {
      history.replaceState(history.state, '', location.pathname + location.search)
    }
    this.code = ''
  }

  private readonly take = () => {
    const code = location.hash.slice(1)
    if (slotOfCode(code) === undefined) return
    this.code = code
    this.taken(code)
  }
}
