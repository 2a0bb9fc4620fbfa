import { expect } from '@open-wc/testing'
import { waitUntil } from '../../../core/test/wait-until.ts'
import { LazyTag } from './lazy-tag.ts'

/** As much of a host as the controller asks for. */
function openHost() {
  let updates = 0
  const host = {
    addController() {},
    removeController() {},
    requestUpdate: () => void (updates += 1),
    updateComplete: Promise.resolve(true),
  }
  return { host, updates: () => updates }
}

describe('A tag whose code comes later', () => {
  it('is asked for once after the first paint, said to be missing where it does not come, and is here after another try', async () => {
    const tag = 'wg-test-late'
    const { host, updates } = openHost()
    let tries = 0
    const late = new LazyTag(host, tag, async () => {
      tries += 1
      if (tries === 1) throw new TypeError('Failed to fetch dynamically imported module')
      customElements.define(tag, class extends HTMLElement {})
    })
    expect([late.isHere, late.isFailed, tries]).to.deep.equal([false, false, 0])
    late.hostUpdated()
    late.hostUpdated()
    await waitUntil(() => late.isFailed, 'it is missing')
    late.hostUpdated()
    expect(tries).to.equal(1)
    const before = updates()
    await late.load()
    expect([late.isHere, late.isFailed, tries]).to.deep.equal([true, false, 2])
    expect(updates()).to.be.greaterThan(before)
  })

  it('is not asked for where another copy has registered it', async () => {
    customElements.define('wg-test-there', class extends HTMLElement {})
    const there = new LazyTag(openHost().host, 'wg-test-there', () => Promise.reject(new Error('expected not to be asked')))
    there.hostUpdated()
    await there.load()
    expect([there.isHere, there.isFailed]).to.deep.equal([true, false])
  })
})
