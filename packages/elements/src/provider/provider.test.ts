import { expect, fixture, html } from '@open-wc/testing'
import { waitUntil } from '../../../core/test/wait-until.ts'
import { checkRegistration, openClient, openDistrict, within } from '../../test/district.ts'
import type { DistrictAnswer } from '../../test/district-server.ts'
import { sharedClient } from '../shared-client.ts'
import type { SyncBadgeElement } from '../sync-badge/sync-badge.ts'
import type { ProviderElement } from './provider.ts'
import './provider.ts'

describe('wg-provider', () => {
  let district: DistrictAnswer

  before(async () => {
    district = await openDistrict(4)
  })

  it('serves elements that were there before it was defined', async () => {
    await import('../sync-badge/define.ts')
    const early = await fixture<HTMLElement>(
      html`<wg-provider endpoint=${district.endpoint} site-key=${district.publicKey} lang="en">
        <wg-sync-badge></wg-sync-badge>
      </wg-provider>`,
    )
    await checkRegistration(
      'wg-provider',
      () => import('./define.ts'),
      () => import(`./${'define.ts'}?again`),
    )
    await waitUntil(() =>
      within(early.querySelector('wg-sync-badge') as Element)
        .text()
        .includes('Everything is sent'),
    )
  })

  it('is accessible and takes no space of its own', async () => {
    const element = await fixture<ProviderElement>(html`<wg-provider><p>The page’s own words</p></wg-provider>`)
    await expect(element).to.be.accessible()
    expect(getComputedStyle(element).display).to.equal('contents')
  })

  it('hands client, language and theme to all within, and their changes; an element’s own go before', async () => {
    const { client } = await openClient({ endpoint: district.endpoint, siteKey: district.publicKey })
    const element = await fixture<ProviderElement>(
      html`<wg-provider lang="en" theme="dark" .client=${client}>
        <div><wg-sync-badge></wg-sync-badge><wg-sync-badge lang="zh" theme="light"></wg-sync-badge></div>
      </wg-provider>`,
    )
    const [first, second] = [...element.querySelectorAll<SyncBadgeElement>('wg-sync-badge')].map(within)
    await waitUntil(() => first?.text().includes('Everything is sent'))
    expect(first?.one('.wg').dataset['theme']).to.equal('dark')
    await waitUntil(() => second?.text().includes('都已送达'))
    expect(second?.one('.wg').dataset['theme']).to.equal('light')
    element.lang = 'zh'
    element.theme = 'light'
    await waitUntil(() => first?.text().includes('都已送达'))
    expect(first?.one('.wg').dataset['theme']).to.equal('light')
    client.close()
  })

  it('passes on from an outer provider what it does not say itself', async () => {
    const { client } = await openClient({ endpoint: district.endpoint, siteKey: district.publicKey })
    const element = await fixture<ProviderElement>(
      html`<wg-provider theme="dark" .client=${client}>
        <wg-provider lang="en"><wg-sync-badge></wg-sync-badge></wg-provider>
      </wg-provider>`,
    )
    const inner = within(element.querySelector('wg-sync-badge') as Element)
    await waitUntil(() => inner.text().includes('Everything is sent'))
    expect(inner.one('.wg').dataset['theme']).to.equal('dark')
    client.close()
  })

  it('shares one client among all that name the same server and key, however the address is written', () => {
    const { endpoint, publicKey, orgKey } = district
    const shared = sharedClient({ endpoint, siteKey: publicKey })
    expect(shared).to.equal(sharedClient({ endpoint: `${endpoint}/`, siteKey: publicKey }))
    expect(shared).not.to.equal(sharedClient({ endpoint, siteKey: orgKey }))
  })

  it('shares one client among all that ask the same source who is there, and asks no other site', () => {
    const { endpoint, orgKey: siteKey } = district
    const token = () => Promise.reject(new Error('nobody'))
    const byFunction = sharedClient({ endpoint, siteKey, token })
    expect(sharedClient({ endpoint, siteKey, token })).to.equal(byFunction)
    expect(sharedClient({ endpoint, siteKey, token: () => token() })).not.to.equal(byFunction)
    const byAddress = sharedClient({ endpoint, siteKey, tokenUrl: '/token' })
    expect(sharedClient({ endpoint, siteKey, tokenUrl: `${location.origin}/token` })).to.equal(byAddress)
    expect(byAddress).not.to.equal(byFunction)
    expect(() => sharedClient({ endpoint, siteKey, tokenUrl: 'https://elsewhere.example/token' })).to.throw(
      TypeError,
      'own origin',
    )
  })
})
