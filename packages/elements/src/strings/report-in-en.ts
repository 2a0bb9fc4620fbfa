import type { reportInZh } from './report-in-zh.ts'

export const reportInEn: typeof reportInZh = {
  view: 'Report-in',
  title: 'Reporting in at communities',
  hint: 'The rate is of those registered at a community: how many came to a duty of reporting in there, checked in or out. However often somebody comes, they count once.',
  spans: 'For how long',
  weeks: (n) => (n === '1' ? '1 week' : `${n} weeks`),
  span: (from, last) => `${from} to ${last}`,
  rate: (rate, reported, registered) => `Report-in rate ${rate} (${reported} of ${registered})`,
  others: (n) => `and ${n} not registered where they came`,
  byCommunity: 'By community',
  byOrganisation: 'By organisation',
  organisationHint: 'By the organisation that they belong to now; the lowest rate first.',
  community: 'Community',
  organisation: 'Organisation',
  reported: 'Reported',
  registered: 'Registered',
  share: 'Rate',
  othersHead: 'Not registered',
  unaffiliated: 'On no organisation’s roll',
  nobody: 'Nobody is registered at these communities yet.',
  nobodyHint: 'Fill in the community when people are imported, and the rate is worked out here.',
}
