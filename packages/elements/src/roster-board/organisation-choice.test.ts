import { expect } from '@open-wc/testing'
import type { Quota, RosterWeek } from '@wangge/core/roster/schema'
import { localeFor } from '../locale.ts'
import { closedBy, organisationChoice } from './organisation-choice.ts'

const name = (id: string) => ({ zh: `支部${id}`, en: `Branch ${id}` })
/** One of the week closes on Friday, one that owes closed yesterday: it is Wednesday. */
const [FRIDAY, SATURDAY, TUESDAY, MONDAY] = ['2026-03-06', '2026-03-07', '2026-03-03', '2026-03-02']
const week = { organisations: [{ id: 'a', name: name('a'), closedOn: FRIDAY }] } as RosterWeek
const quota = {
  organisations: [
    { orgId: 'b', name: name('b'), closedOn: TUESDAY },
    { orgId: 'c', name: name('c') },
  ],
} as Quota

describe('organisations to choose from on the board', () => {
  const ids = (date?: string, own: string[] = []) =>
    organisationChoice(localeFor('en'), { week, quota, own, date }).map(({ id }) => id)

  it('are those that somebody can come for on that date, whatever the day today', () => {
    expect(ids(SATURDAY)).to.deep.equal(['c'])
    expect(ids(TUESDAY)).to.deep.equal(['a', 'c'])
    expect(ids(MONDAY), 'its records are there to be seen').to.deep.equal(['a', 'b', 'c'])
    expect(ids()).to.deep.equal(['a', 'b', 'c'])
  })

  it('are a liaison’s own, of which one that nothing is known of yet is left to the server', () => {
    expect(ids(SATURDAY, ['a', 'unknown'])).to.deep.equal(['unknown'])
    expect(ids(MONDAY, ['a', 'c'])).to.deep.equal(['a', 'c'])
  })

  it('tell from which day on one is closed where it is by then', () => {
    const on = (date: string, orgId = 'a') => closedBy({ week, quota }, { orgId, date })
    expect([on(FRIDAY), on('2026-03-05'), on(SATURDAY, 'b'), on(SATURDAY, 'c')]).to.deep.equal([
      FRIDAY,
      undefined,
      TUESDAY,
      undefined,
    ])
  })
})
