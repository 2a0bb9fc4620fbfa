import type { teamsZh } from './teams-zh.ts'

export const teamsEn: typeof teamsZh = {
  title: 'Teams that answer for it',
  none: 'No team answers for this point',
  noPoint: 'No evaluation point is registered at the place of this post, so no team answers for it.',
  leader: (name) => `led by ${name}`,
  presence: (onShift, members) => `On this shift ${onShift} / members ${members}`,
  ownPresence: (onShift, told, members) => `On this shift ${onShift} / own members ${told} (the team has ${members})`,
  size: (members) => `Members: ${members}`,
  members: (n) => `Members: ${n}`,
  leads: 'leader',
  onShift: 'on this shift',
  notTold: (n) => `Not listed, of other organisations: ${n}`,
  from: (organisation) => `Name from ${organisation}`,
  membersOf: (team, n) => `${team}, members to name: ${n}`,
  chooseAll: (n) => `Choose ${n} members`,
  others: (n) => `Others: ${n}`,
  show: 'Show members',
  hide: 'Hide members',
  showOf: (team) => `Show members: ${team}`,
  hideOf: (team) => `Hide members: ${team}`,
  gone: 'This team does not answer for the point any more.',
}
