import { expect, fixture, html } from '@open-wc/testing'
import { sendKeys } from '@web/test-runner-commands'
import { waitUntil } from '../../../../core/test/wait-until.ts'
import { moveShift, openClient, openDistrict, streetToken, useOwnDistrict, within } from '../../../test/district.ts'
import type { Resource } from '@wangge/core/client'
import { typeInto } from '../../../test/type-into.ts'
import type { TestClient } from '../../../test/district.ts'
import type { DistrictAnswer } from '../../../test/district-server.ts'
import type { RosterBoardElement } from '../roster-board.ts'
import '../define.ts'

// Where others sign up meanwhile, a draft is outdated before it is published.
useOwnDistrict('planning')

/** For what the server or the planner has to work out, on a busy machine too. */
describe('wg-roster-board, planning', function () {
  this.timeout(180_000)
  let district: DistrictAnswer
  let device: TestClient

  before(async () => {
    district = await openDistrict(8)
    device = await openClient({ endpoint: district.endpoint, siteKey: district.publicKey, token: streetToken })
  })

  after(() => device.client.close())

  /** Today's shifts may all have begun: those of tomorrow have not. */
  const tomorrow = new Date(Date.now() + 32 * 3_600_000).toISOString().slice(0, 10)

  async function open({ lang = 'en', from = tomorrow, grid = 'g-c-02' } = {}) {
    const element = await fixture<RosterBoardElement>(
      html`<wg-roster-board lang=${lang} from=${from} grid-id=${grid} .client=${device.client}></wg-roster-board>`,
    )
    const inside = within(element)
    await waitUntil(() => inside.has('#tab-plan'), 'who is there is known')
    inside.one('#tab-plan').click()
    await waitUntil(() => inside.has('.plan') && !inside.has('.plan .skeleton'), 'plans are there')
    return { element, inside }
  }

  const press = async (selector: string, { inside }: Awaited<ReturnType<typeof open>>) => {
    await waitUntil(() => inside.has(selector), `${selector} is there`)
    inside.one(selector).click()
  }

  const known = <T>(resource: Resource<T>): Promise<T> =>
    new Promise((resolve) => {
      const stop = resource.subscribe(({ data, refreshing }) => {
        if (data === undefined || refreshing) return
        resolve(data)
        void Promise.resolve().then(() => stop())
      })
    })

  it('makes a draft, shows it from four sides, tries something out beside it, and publishes it', async () => {
    const board = await open()
    const { element, inside } = board
    await expect(element).to.be.accessible()
    inside.one<HTMLSelectElement>('#effort').value = 'quick'
    inside.one('#effort').dispatchEvent(new Event('change'))
    await press('#plan-make', board)
    await waitUntil(() => inside.has('#plan-cancel'), 'it is being made')
    await waitUntil(() => /^(run|plan)-title$/.test(inside.focused()?.id ?? ''), 'the focus is there')
    await waitUntil(() => inside.has('#plan-part'), 'the draft is there')
    const figures = inside.one('.plan-figures').textContent ?? ''
    expect(figures).to.match(/Filled\s+[\d,]+ of [\d,]+ seats/)
    expect(figures).to.match(/Proven: there is no better plan|At most [\d.]+% from the best|not known yet/)
    expect(inside.all('.changes li').length).to.be.greaterThan(0)
    await expect(element).to.be.accessible()

    inside.one('#tab-compare').focus()
    await sendKeys({ press: 'ArrowRight' })
    expect(inside.focused()?.id).to.equal('tab-gaps')
    expect(inside.one('#plan-part').getAttribute('aria-labelledby')).to.equal('tab-gaps')
    const cell = inside.one('button.cell')
    expect(cell.getAttribute('aria-label')).to.match(/short, show why$/)
    cell.click()
    await element.updateComplete
    expect(inside.one('[part=unfilled] li .who').textContent).to.match(/lacking.+(eligible|Nobody)/s)
    await expect(element).to.be.accessible()

    inside.one('#tab-fairness').click()
    await element.updateComplete
    expect(inside.all('.plot [role=listitem]').length).to.be.greaterThan(1)
    await expect(element).to.be.accessible()
    inside.one('#fairness-as').click()
    await element.updateComplete
    expect(inside.all('.plan-part table').length).to.be.greaterThan(0)

    inside.one('#tab-what-if').click()
    await press('#ill-add', board)
    await waitUntil(() => inside.focused()?.id === 'ill-who', 'it says that somebody is to be chosen')
    const who = inside.one<HTMLSelectElement>('#ill-who')
    who.selectedIndex = 1
    who.dispatchEvent(new Event('change'))
    await element.updateComplete
    inside.one('#ill-add').click()
    await waitUntil(() => inside.has('#what-if-news .notice'), 'it is worked out')
    expect(inside.has('#what-if-result')).to.equal(true)
    expect(inside.all('.steps li')).to.have.length(1)
    await expect(element).to.be.accessible()
    await press('#step-undo', board)
    await waitUntil(() => !inside.has('.steps li') && inside.has('#step-redo'), 'it is undone')
    await press('#step-redo', board)
    await waitUntil(() => inside.has('#what-if-result'), 'it is done again')

    await typeInto(board, '#post-need', '0')
    await press('#post-add', board)
    await waitUntil(() => inside.focused()?.id === 'post-need', 'it says that somebody must be needed')
    await typeInto(board, '#post-name', 'Bridge watch')
    await typeInto(board, '#post-need', '3')
    await press('#post-add', board)
    await waitUntil(() => inside.all('.steps li').length === 2 && inside.has('#what-if-result'), 'a post more is tried')
    expect(inside.all('.steps li')[1]!.textContent).to.match(/Bridge watch \(The whole week 09:00–12:00, 3 people\)/)
    // Whoever would serve there is told with the post that nobody else knows; otherwise its seats are lacking.
    expect(inside.one('#what-if-news').textContent).to.match(/Bridge watch|lacking/)
    await press('#step-undo', board)
    await waitUntil(() => inside.all('.steps li').length === 1 && inside.has('#what-if-result'), 'without it again')

    await press('#plan-publish', board)
    await waitUntil(() => inside.one<HTMLDialogElement>('#publish-dialog').open, 'it asks')
    await waitUntil(() => inside.focused()?.id === 'publish-title')
    expect(inside.one('#publish-dialog').textContent).to.match(/changes something for [\d,]+ (person|people) in [\d,]+ shifts?/)
    await sendKeys({ press: 'Escape' })
    await waitUntil(() => !inside.has('#publish-dialog'), 'it is left')
    expect(inside.focused()?.id).to.equal('plan-publish')
    await press('#plan-publish', board)
    await press('#publish-yes', board)
    await waitUntil(() => /Published: [\d,]+ newly given/.test(inside.one('#plan-news').textContent ?? ''), 'it is published')
    expect(inside.has('#publish-dialog')).to.equal(false)
    await waitUntil(() => !inside.has('#plan-publish'), 'it is no draft any more')
    await expect(element).to.be.accessible()
  })

  it('refuses a draft that is out of date, mends it, and goes back to it', async () => {
    const board = await open({ grid: 'g-c-04' })
    const { element, inside } = board
    inside.one<HTMLSelectElement>('#effort').value = 'quick'
    inside.one('#effort').dispatchEvent(new Event('change'))
    await press('#plan-make', board)
    await waitUntil(() => inside.has('#plan-part'), 'the draft is there')
    const [job] = (await known(device.client.rosterPlans('g-c-04'))).plans
    const { added } = await device.client.compareRosterPlan(job!.id)
    expect(await moveShift(added[0]!.slotId, 36 * 60)).to.equal(true)

    await press('#plan-publish', board)
    await press('#publish-yes', board)
    await waitUntil(() => inside.has('#publish-dialog [role=alert]'), 'it is refused')
    await expect(element).to.be.accessible()
    await sendKeys({ press: 'Escape' })
    await press('#plan-mend', board)
    await waitUntil(() => inside.has('#plan-undo') && inside.has('#plan-part'), 'it is mended')
    expect(inside.has('#plan-mend')).to.equal(false)
    await press('#plan-undo', board)
    await waitUntil(() => inside.has('#plan-mend') && !inside.has('#plan-undo'), 'the draft before is there again')
    expect(inside.one<HTMLButtonElement>('#plan-publish').disabled).to.equal(true)
  })

  it('is cancelled without a draft, and says so', async () => {
    const board = await open({ lang: 'zh', grid: '' })
    const { inside } = board
    await press('#plan-make', board)
    await press('#plan-cancel', board)
    await waitUntil(() => inside.text().includes('已取消，没有留下草案') || inside.has('#plan-make'), 'it is cancelled')
    expect(inside.has('.plan-figures')).to.equal(false)
  })

  it('says that there is nothing to plan in a week that is over', async () => {
    const { inside } = await open({ from: '2026-01-05' })
    await waitUntil(() => inside.text().includes('No shifts to plan this week'), 'it says so')
    expect(inside.has('#plan-make')).to.equal(false)
  })

  it('keeps a failure where it was asked, without a connection', async () => {
    const board = await open({ grid: 'g-c-03' })
    device.setOffline(true)
    await press('#plan-make', board)
    await waitUntil(() => board.inside.has('#plan-news [role=alert]'), 'it says so')
    device.setOffline(false)
  })
})
