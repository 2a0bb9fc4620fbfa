import { expect, fixture, html } from '@open-wc/testing'
import { sendKeys } from '@web/test-runner-commands'
import type { Client } from '@wangge/core/client'
import { waitUntil } from '../../../core/test/wait-until.ts'
import { nextEvent, openClient, openDistrict, streetToken, within } from '../../test/district.ts'
import type { DistrictAnswer } from '../../test/district-server.ts'
import type { IssueBoardElement } from './issue-board.ts'
import './define.ts'

const COMMUNITY = 'g-c-03'

describe('the board’s rates', () => {
  let district: DistrictAnswer
  let client: Client

  before(async () => {
    district = await openDistrict(17)
    const token = await streetToken()
    ;({ client } = await openClient({ endpoint: district.endpoint, siteKey: district.publicKey, token: async () => token }))
  })

  after(() => client.close())

  async function open(lang: string) {
    const element = await fixture<IssueBoardElement>(
      html`<wg-issue-board lang=${lang} grid-id=${COMMUNITY} .client=${client}></wg-issue-board>`,
    )
    const inside = within(element)
    await waitUntil(() => inside.has('[data-view=rates]'), 'the views are there')
    return { element, inside }
  }

  type Inside = Awaited<ReturnType<typeof open>>['inside']
  const words = (inside: Inside, selector: string) => inside.one(selector).textContent?.replace(/\s+/g, ' ').trim() ?? ''

  it('shows what became of issues, each rate with what it is of, and goes into a grid', async () => {
    const { element, inside } = await open('en')
    inside.one('[data-view=rates]').click()
    await waitUntil(() => inside.has('.rate-tiles'), 'the rates are there')
    await expect(element).to.be.accessible()
    const tiles = inside.all('.rate-tiles > div').map((tile) => tile.textContent!.replace(/\s+/g, ' ').trim())
    expect(tiles[0]).to.match(/^Reported \d+$/)
    expect(tiles[1]).to.match(/^Answered [\d.]+% \d+\/\d+$/)
    expect(inside.all('.rates-table tbody th').length).to.be.greaterThan(1)
    expect(words(inside, '#rates-as-of')).to.match(/^As of /)
    inside.one('[data-by=period]').click()
    await waitUntil(() => inside.all('.rates-table tbody tr').length === 12, 'twelve months')
    expect(words(inside, '.rates-table tbody tr:last-child')).to.match(/^\w{3} 20\d\d \d+/)
    inside.one('[data-by=grid]').click()
    await waitUntil(() => inside.has('.rates-table .into'), 'grids to go into')
    const name = words(inside, '.rates-table .into')
    const viewed = nextEvent(element, 'wg-issue-board-view')
    inside.one('.rates-table .into').click()
    expect((await viewed).state).to.include({ view: 'rates', gridId: element.gridId })
    expect(element.gridId).not.to.equal(COMMUNITY)
    await waitUntil(() => inside.one<HTMLSelectElement>('#grid').selectedOptions[0]!.textContent!.includes(name), 'that grid')
    // Letters look at others as elsewhere.
    inside.one('[data-view=rates]').focus()
    await sendKeys({ press: '1' })
    expect(element.view).to.equal('list')
    await sendKeys({ press: '4' })
    expect(element.view).to.equal('rates')
  })
})
