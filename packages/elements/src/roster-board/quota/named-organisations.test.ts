import { expect } from '@open-wc/testing'
import type { Organisation, OrganisationKind } from '@wangge/core/roster/schema'
import { namedOrganisations } from './named-organisations.ts'

const one = (id: string, zh: string, kind: OrganisationKind = 'twoNew'): Organisation => ({
  ...{ id, kind, registered: 3 },
  name: { zh, en: zh },
})

describe('organisations that are chosen by name', () => {
  it('are told apart by their id where several have the same name', () => {
    const { labels, labelOf, idOf } = namedOrganisations(
      [one('o1', '同名'), one('o2', '同名'), one('o3', '独名'), one('k', '综合党委', 'composite')],
      ({ name }) => name.zh,
      '2026-03-02',
    )
    expect(labels).to.deep.equal(['同名 (o1)', '同名 (o2)', '独名'])
    expect(['o1', 'o3', 'k', 'gone'].map(labelOf)).to.deep.equal(['同名 (o1)', '独名', '综合党委', 'gone'])
    expect(['同名 (o2)', 'o2', '独名', '同名', '综合党委', ''].map(idOf)).to.deep.equal([
      'o2',
      'o2',
      'o3',
      undefined,
      undefined,
      undefined,
    ])
  })

  it('are none that is closed by then, which is called by its name still', () => {
    const closed = { ...one('o1', '同名'), closedOn: '2026-03-02' }
    const later = { ...one('o2', '独名'), closedOn: '2026-03-03' }
    const { labels, labelOf, idOf } = namedOrganisations([closed, later], ({ name }) => name.zh, '2026-03-02')
    expect(labels).to.deep.equal(['独名'])
    expect(['同名', 'o1', '独名'].map(idOf)).to.deep.equal([undefined, undefined, 'o2'])
    expect(labelOf('o1')).to.equal('同名')
  })
})
