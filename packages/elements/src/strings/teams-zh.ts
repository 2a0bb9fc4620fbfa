/** Words of the teams that answer for evaluation points, at a shift and where points are listed. */
export const teamsZh = {
  title: '责任队伍',
  none: '该点位没有责任队伍',
  noPoint: '岗位所在地点没有登记测评点位，所以没有责任队伍。',
  leader: (name: string) => `队长 ${name}`,
  presence: (onShift: string, members: string) => `本班已排 ${onShift} / 队员 ${members}`,
  /** Of a team of which only some are told. */
  ownPresence: (onShift: string, told: string, members: string) =>
    `本班已排 ${onShift} / 本单位队员 ${told}（全队 ${members} 人）`,
  size: (members: string) => `队员 ${members} 人`,
  members: (n: string) => `队员 ${n} 人`,
  leads: '队长',
  onShift: '已排班',
  notTold: (n: string) => `另有 ${n} 名队员不是本单位的，不在此列出。`,
  from: (organisation: string) => `从${organisation}安排`,
  membersOf: (team: string, n: string) => `${team}：可安排的队员 ${n} 人`,
  chooseAll: (n: string) => `选择 ${n} 名队员`,
  others: (n: string) => `其他人员 ${n} 人`,
  show: '查看队员',
  hide: '收起队员',
  showOf: (team: string) => `查看队员：${team}`,
  hideOf: (team: string) => `收起队员：${team}`,
  gone: '这支队伍已不负责该点位。',
}
