import { expect, fixture, html } from '@open-wc/testing'
import type { Client, Snapshot } from '@wangge/core/client'
import { SdkError } from '@wangge/core/errors'
import type { RosterWeek, TeamList } from '@wangge/core/roster/schema'
import { waitUntil } from '../../../core/test/wait-until.ts'
import { liaisonTokenOf, openClient, openDistrict, streetToken, within } from '../../test/district.ts'
import type { TestClient } from '../../test/district.ts'
import type { DistrictAnswer } from '../../test/district-server.ts'
import type { RosterBoardElement } from './roster-board.ts'
import { addDays, mondayOf } from './week/week-view.ts'
import './define.ts'

/** 测评点位 are kept by teams: who they are, how many of them are on a shift, and naming them first. */
describe('wg-roster-board, the teams of evaluation points', function () {
  this.timeout(120_000)
  let district: DistrictAnswer
  let street: TestClient
  let week: RosterWeek
  /** Of the week after this one: nothing of it has begun. */
  const from = addDays(mondayOf(new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)), 7)

  before(async () => {
    district = await openDistrict(29)
    street = await openClient({ endpoint: district.endpoint, siteKey: district.publicKey, token: streetToken })
    week = (await street.client.rosterWeek({ from }).refresh()).data!
  })
  after(() => street.client.close())

  type Slot = RosterWeek['slots'][number]
  const postOf = ({ postId }: Slot) => week.posts.find(({ id }) => id === postId)!
  const teamOf = (slot: Slot) => week.teams!.find(({ id }) => id === postOf(slot).teamIds?.[0])!
  /** A shift at an evaluation point that takes whoever is named. */
  const pointSlot = () =>
    week.slots.find(
      (slot) =>
        postOf(slot).kind === 'evaluationPoint' &&
        !slot.cancelled &&
        !slot.skills &&
        slot.people.length === 0 &&
        teamOf(slot)?.orgId,
    )!

  /** The board with a shift open; the client may be told other things of it. */
  async function open(
    slot: Slot,
    { lang = 'en', client = street.client, org = '' }: { lang?: string; client?: Client; org?: string } = {},
  ) {
    const element = await fixture<RosterBoardElement>(
      html`<wg-roster-board lang=${lang} from=${slot.date} org=${org} .client=${client}></wg-roster-board>`,
    )
    const inside = within(element)
    await waitUntil(() => inside.has('[data-kind], .shift'), 'the week is there')
    const at = `.shift[data-slot="${slot.id}"]`
    const find = inside.has('#find') ? '#find' : '.filters input[type=search]'
    const search = inside.one<HTMLInputElement>(find)
    search.value = postOf(slot).name.zh
    search.dispatchEvent(new InputEvent('input'))
    await waitUntil(() => inside.has(at), 'the shift is shown')
    inside.one(at).click()
    await waitUntil(() => inside.has('#teams-title') || inside.has('#panel-title'), 'the shift is open')
    return { element, inside }
  }

  /** A client that is told this of a resource, and all else by the server. */
  function tells<T>(resource: 'teams' | 'rosterWeek', told: () => Snapshot<T>): Client {
    const opened = () => ({
      subscribe(listener: (snapshot: Snapshot<T>) => void) {
        listener(told())
        return () => {}
      },
      refresh: async () => told(),
    })
    return { ...street.client, [resource]: opened } as Client
  }

  it('tells the teams of a shift, leads to their organisation, and names several members first', async () => {
    const slot = pointSlot()
    const team = teamOf(slot)
    const { element, inside } = await open(slot)
    await waitUntil(() => inside.has('.shift-teams details'), 'who is in the team is told')
    const told = (await street.client.teams({ postId: slot.postId }).refresh()).data!.teams.find(({ id }) => id === team.id)!
    const row = inside.one(`[data-team="${team.id}"]`)
    expect(row.textContent).to.contain(team.name.en)
    expect(row.textContent).to.contain(`led by ${told.people[0]!.name}`)
    expect(row.querySelector('[data-presence]')!.textContent).to.equal(`On this shift 0 / members ${team.members}`)
    row.querySelector('details')!.open = true
    expect(row.querySelectorAll('[data-member]').length).to.equal(team.members)
    await expect(element).to.be.accessible()

    inside.one(`[data-team-org="${team.orgId!}"]`).click()
    await waitUntil(() => inside.has(`[data-choose-team="${team.id}"]`), 'the team’s people are listed')
    expect(inside.focused()?.id).to.equal('candidates-title')
    const members = new Set(told.people.map(({ personId }) => personId))
    const ids = inside.all('[data-choose]').map(({ dataset }) => dataset['choose']!)
    const inTeam = ids.filter((id) => members.has(id))
    expect(inTeam.length).to.be.above(1)
    expect(ids.slice(0, inTeam.length), 'members come first').to.have.members(inTeam)
    expect(inside.one('#candidates-others').textContent).to.match(/^Others: \d+$/)
    inside.one(`[data-choose-team="${team.id}"]`).click()
    await waitUntil(() => inside.has('#chosen-count'), 'they are chosen')
    expect(inside.one('#chosen-count').textContent).to.match(/^\d+ chosen$/)
    expect(inside.all<HTMLInputElement>('[data-choose]').filter(({ checked }) => checked).length).to.be.above(1)
    await expect(element).to.be.accessible()
    inside.one('#clear-chosen').click()
    await waitUntil(() => !inside.has('#chosen-count'), 'nobody is chosen')
    const [one, other] = inTeam
    for (const id of [one, other]) inside.one(`[data-choose="${id}"]`).click()
    await waitUntil(() => inside.has('#chosen-count') && inside.one('#chosen-count').textContent === '2 chosen', 'two are chosen')
    inside.one('#name-chosen').click()
    await waitUntil(() => inside.focused()?.id === 'panel-news', 'it is read out')
    expect(inside.has('#panel-news .bad')).to.equal(false)
    await waitUntil(() => !inside.has(`[data-choose="${one}"]`), 'who has a place is nobody to be named')
  })

  it('counts who of the team is on the shift, in Chinese and where it is narrow', async () => {
    const slot = pointSlot()
    const team = teamOf(slot)
    const { teams } = (await street.client.teams({ postId: slot.postId }).refresh()).data!
    const { people } = teams.find(({ id }) => id === team.id)!
    const seated = people.slice(0, 2).map(({ personId, name }, index) => ({
      ...{
        signUpId: `01J00000000000000000000${index}00`.slice(0, 26),
        personId,
        name,
        orgId: team.orgId!,
        by: 'liaison' as const,
      },
      state: index === 0 ? ('seated' as const) : ('waitlisted' as const),
    }))
    const data = { ...week, slots: week.slots.map((one) => (one.id === slot.id ? { ...one, people: seated } : one)) }
    const client = tells<RosterWeek>('rosterWeek', () => ({ data, refreshing: false }))
    const { element, inside } = await open(slot, { lang: 'zh', client })
    await waitUntil(() => inside.has('.shift-teams details'), 'who is in the team is told')
    const row = inside.one(`[data-team="${team.id}"]`)
    expect(row.textContent).to.contain(`本班已排 1 / 队员 ${team.members}`)
    row.querySelector('details')!.open = true
    const marks = [...row.querySelectorAll('[data-member]')].filter((each) => each.textContent!.includes('已排班'))
    expect(marks.map((each) => (each as HTMLElement).dataset['member'])).to.deep.equal([seated[0]!.personId])
    element.style.inlineSize = '360px'
    await element.updateComplete
    expect(inside.one('.panel').scrollWidth).to.be.at.most(inside.one('.panel').clientWidth)
    await expect(element).to.be.accessible()
  })

  it('says that no team answers for a point, that there is no point, that it waits, and that it failed', async () => {
    const slot = pointSlot()
    const withTeams = (teamIds: string[] | undefined) => {
      const posts = week.posts.map(({ teamIds: _, ...post }) => ({ ...post, ...(teamIds && { teamIds }) }))
      return tells<RosterWeek>('rosterWeek', () => ({ data: { ...week, posts }, refreshing: false }))
    }
    const none = await open(slot, { client: withTeams([]) })
    await waitUntil(() => none.inside.has('#no-team'), 'no team')
    expect(none.inside.one('#no-team').textContent).to.contain('No team answers for this point')
    const noPoint = await open(slot, { lang: 'zh', client: withTeams(undefined) })
    await waitUntil(() => noPoint.inside.has('#no-point'), 'no point')
    await expect(noPoint.element).to.be.accessible()

    const waiting = await open(slot, { client: tells<TeamList>('teams', () => ({ refreshing: true })) })
    await waitUntil(() => waiting.inside.has('.shift-teams ~ [part=loading]'), 'it waits')
    expect(waiting.inside.one('[data-presence]').textContent).to.equal(`Members: ${teamOf(slot).members}`)
    const error = new SdkError('network', 'Expected an answer, got none', { retryable: true })
    const failed = await open(slot, { client: tells<TeamList>('teams', () => ({ error, refreshing: false })) })
    await waitUntil(() => failed.inside.has('.shift-teams ~ [part=error] button'), 'it can be tried again')
    await expect(failed.element).to.be.accessible()
    const other = week.slots.find((one) => postOf(one).kind === 'patrol')!
    expect((await open(other)).inside.has('#teams-title'), 'no point, no team').to.equal(false)
  })

  it('tells a liaison of their own people only', async () => {
    const slot = pointSlot()
    const liaison = await openClient({
      endpoint: district.endpoint,
      siteKey: district.orgKey,
      token: liaisonTokenOf(district),
    })
    const { inside } = await open(slot, { client: liaison.client })
    await waitUntil(() => inside.has('[data-presence]') && !inside.has('.shift-teams ~ [part=loading]'), 'it is told')
    const own = (await liaison.client.teams({ postId: slot.postId }).refresh()).data!.teams.find(
      ({ id }) => id === teamOf(slot).id,
    )!
    expect(own.people.length).to.be.below(own.members)
    expect(inside.one('[data-presence]').textContent).to.contain(`own members ${own.people.length}`)
    liaison.client.close()
  })

  it('opens the members of a team where points are listed, and closes them', async () => {
    const element = await fixture<RosterBoardElement>(
      html`<wg-roster-board lang="zh" .client=${street.client}></wg-roster-board>`,
    )
    const inside = within(element)
    await waitUntil(() => inside.has('#tab-points'), 'the view is offered')
    inside.one('#tab-points').click()
    await waitUntil(() => inside.has('[data-people]'), 'teams are there')
    const button = inside.one('[data-people]')
    const teamId = button.dataset['people']!
    const { teams } = (await street.client.points().refresh()).data!
    button.click()
    await waitUntil(() => inside.has('[data-member]'), 'who is in it')
    expect(inside.all('[data-member]').length).to.equal(teams.find(({ id }) => id === teamId)!.members)
    expect(inside.one('[data-member]').textContent).to.contain('队长')
    expect(button.getAttribute('aria-expanded')).to.equal('true')
    await expect(element).to.be.accessible()
    button.click()
    await waitUntil(() => !inside.has('[data-member]'), 'they are not shown any more')
  })
})
