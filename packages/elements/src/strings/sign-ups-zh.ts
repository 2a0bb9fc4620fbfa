/** Words of the list of an organisation's sign-ups. */
export const signUpsZh = {
  view: '报名名单',
  title: '本单位的报名',
  hint: '从一周前到一个月后；取消的也列出来。',
  spans: '看哪一段',
  coming: (n: string) => `今天起 ${n}`,
  past: (n: string) => `过去一周 ${n}`,
  people: (n: string) => `${n} 人`,
  times: (n: string) => `${n} 人次有名额`,
  number: (staffNumber: string) => `工号 ${staffNumber}`,
  states: {
    seated: '已报上',
    waitlisted: '候补',
    offered: '待本人确认',
    invited: '已邀请',
    cancelled: '已取消',
  },
  csv: '导出 CSV',
  file: (name: string) => `报名名单 ${name}`.trim(),
  rest: (n: string) => `再看其余 ${n} 个班次`,
  none: '这段时间没有人报名',
  noneHint: '在“排班”里选班次给本单位报人，或请大家自己报名。',
}
