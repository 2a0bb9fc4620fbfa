import { expect } from '@open-wc/testing'
import type { ReactiveControllerHost } from 'lit'
import { ScreenAwake } from './screen-awake.ts'

describe('ScreenAwake', () => {
  const host = { addController: () => {} } as unknown as ReactiveControllerHost
  let held: Set<EventTarget>
  let asked: number
  let isRefused: boolean
  let isWanted: boolean
  let awake: ScreenAwake

  /** A screen that counts who keeps it on. */
  function install() {
    const request = async () => {
      asked += 1
      if (isRefused) throw new DOMException('the battery runs low', 'NotAllowedError')
      const lock = Object.assign(new EventTarget(), { release: async () => void held.delete(lock) })
      held.add(lock)
      return lock
    }
    Object.defineProperty(navigator, 'wakeLock', { configurable: true, value: { request } })
  }

  /** One turn of what is promised: nothing here waits for more than that. */
  const settled = () => new Promise((resolve) => setTimeout(resolve))

  async function update(wanted: boolean) {
    isWanted = wanted
    awake.hostUpdated()
    await settled()
  }

  async function see(state: DocumentVisibilityState) {
    Object.defineProperty(document, 'visibilityState', { configurable: true, value: state })
    document.dispatchEvent(new Event('visibilitychange'))
    await settled()
  }

  beforeEach(() => {
    held = new Set()
    asked = 0
    isRefused = isWanted = false
    install()
    awake = new ScreenAwake(host, () => isWanted)
    awake.hostConnected()
  })

  afterEach(() => {
    awake.hostDisconnected()
    // The real ones are of the prototypes.
    Reflect.deleteProperty(navigator, 'wakeLock')
    Reflect.deleteProperty(document, 'visibilityState')
  })

  it('holds one lock while it is wanted, however often the element is drawn, and none after', async () => {
    await update(false)
    expect(asked).to.equal(0)
    await update(true)
    await update(true)
    expect([asked, held.size]).to.deep.equal([1, 1])
    await update(false)
    expect(held.size).to.equal(0)
    await update(true)
    awake.hostDisconnected()
    expect([asked, held.size]).to.deep.equal([2, 0])
  })

  it('lets go what comes when it is wanted no more', async () => {
    isWanted = true
    awake.hostUpdated()
    await update(false)
    expect([asked, held.size]).to.deep.equal([1, 0])
  })

  it('lets the screen go dark where nobody sees the page, and asks again when somebody does', async () => {
    await update(true)
    await see('hidden')
    expect(held.size).to.equal(0)
    await update(true)
    expect(asked).to.equal(1)
    await see('visible')
    expect([asked, held.size]).to.deep.equal([2, 1])
  })

  it('asks once where the device says no, and again when the page is seen anew', async () => {
    isRefused = true
    await update(true)
    await update(true)
    expect(asked).to.equal(1)
    isRefused = false
    await see('visible')
    expect([asked, held.size]).to.deep.equal([2, 1])
  })

  it('asks nothing of a device that cannot', async () => {
    Object.defineProperty(navigator, 'wakeLock', { configurable: true, value: undefined })
    await update(true)
    expect([asked, held.size]).to.deep.equal([0, 0])
  })
})
