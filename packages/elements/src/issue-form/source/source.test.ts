import { expect, fixture, html } from '@open-wc/testing'
import type { Client } from '@wangge/core/client'
import { waitUntil } from '../../../../core/test/wait-until.ts'
import { buildingHeadToken, nextEvent, openClient, openDistrict, within } from '../../../test/district.ts'
import type { DistrictAnswer } from '../../../test/district-server.ts'
import { categoryWith, choose, pickGrid, type } from '../../../test/report-form.ts'
import type { IssueFormElement } from '../issue-form.ts'
import '../define.ts'

describe('as what somebody reports', () => {
  let district: DistrictAnswer
  let client: Client
  let gridId: string

  before(async () => (district = await openDistrict(24)))

  beforeEach(async () => {
    const token = await buildingHeadToken()
    ;({ client } = await openClient({ endpoint: district.endpoint, siteKey: district.publicKey, token: async () => token }))
    gridId = (await client.me().refresh()).data!.grants[0]!.gridId!
  })
  afterEach(() => client.close())

  async function open(source = '') {
    const element = await fixture<IssueFormElement>(
      html`<wg-issue-form lang="en" source=${source as ''} .client=${client}></wg-issue-form>`,
    )
    const inside = within(element)
    await waitUntil(() => inside.has('form input[name=source]'), 'there is something to choose')
    return { element, inside }
  }

  async function fillIn(element: IssueFormElement) {
    const { data } = await client.categories().refresh()
    await choose(element, categoryWith(data!.categories))
    type(within(element), '#description', '三楼楼道堆物')
    await pickGrid(element, gridId)
  }

  it('is for a building head to choose: on duty it needs no consent, has no code, and is on the board as theirs', async () => {
    const { element, inside } = await open()
    const choices = inside.all<HTMLInputElement>('input[name=source]')
    expect(choices.map(({ value }) => value)).to.deep.equal(['resident', 'keeper', 'sweep'])
    expect(choices.find(({ checked }) => checked)?.value).to.equal('keeper')
    await expect(element).to.be.accessible()
    expect(inside.has('#consent')).to.equal(false)
    choices[0]!.click()
    await waitUntil(() => inside.has('#consent'), 'a resident is asked')
    choices[2]!.click()
    await waitUntil(() => !inside.has('#consent'), 'nobody is asked')

    await fillIn(element)
    const settled = nextEvent(element, 'wg-issue-form-settle')
    inside.one<HTMLFormElement>('form').requestSubmit()
    const { issueId, outcome } = await settled
    expect(outcome.state).to.equal('acknowledged')
    await waitUntil(() => inside.text().includes('It is on the desk'), 'it says where it is followed')
    expect([inside.has('[part=receipt]'), inside.has('[part=mine]')]).to.deep.equal([false, false])
    const { data: issue } = await client.issue(issueId).refresh()
    expect([issue?.source, issue?.history[0]?.actor.role]).to.deep.equal(['sweep', 'buildingHead'])
    expect((await client.myReports().refresh()).data).to.deep.equal([])
  })

  it('is refused in words where the page asks for what is not theirs, and nothing is sent', async () => {
    const { element, inside } = await open('inspection')
    expect(inside.one('#source-refusal').textContent).to.include('As building head, Found on a sweep')
    await fillIn(element)
    inside.one<HTMLFormElement>('form').requestSubmit()
    await waitUntil(() => inside.has('#refusal'), 'it is refused')
    expect(inside.one('#refusal').textContent).to.include('You may not report from such a source')
    expect(inside.has('[part=outcome]')).to.equal(false)
    inside.one<HTMLInputElement>('input[value=keeper]').click()
    await waitUntil(() => !inside.has('#source-refusal'), 'this one is theirs')
  })
})
