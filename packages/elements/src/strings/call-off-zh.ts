/** Words of calling shifts off: for a storm, a holiday or another reason. */
export const callOffZh = {
  open: '停岗',
  openOne: '取消这个班次',
  title: '停掉一段时间里的班次',
  titleOne: (post: string, when: string) => `取消 ${post} ${when} 的班次`,
  hint: '例如遇上暴雨。已经开始的班次不受影响，在岗的人由现场负责人安排。',
  from: '从什么时候',
  to: '到什么时候',
  kinds: '哪些岗位',
  kindsHint: '一个都不选就是全部。',
  reason: '为什么',
  reasons: { weather: '天气', holiday: '节假日', other: '其他原因' },
  effect: (shifts: string, people: string) => `会停掉 ${shifts} 个班次，${people} 人次的报名随之取消。`,
  signUps: (seated: string, waitlisted: string, invited: string) =>
    `其中有名额的 ${seated}，候补 ${waitlisted}，受邀未答复 ${invited}。`,
  /** People who have checked in: theirs is none of the sign-ups that end. */
  onDuty: (people: string) => `已签到 ${people} 人：名额和记录保留，时长计到停岗为止。`,
  span: (from: string, to: string) => `这些班次在 ${from} 到 ${to} 之间；只有一部分落在这段时间里的也算。`,
  heard:
    '报了名的人一打开志愿服务页面就看到，订阅了日历的在日历里看到；街道或单位接了通知的（群机器人、单位自己的系统），也会发到那里。系统不发短信，急的请另行告知。',
  counting: '正在核算影响……',
  gone: '这个班次已不在这一周里，没有停掉任何班次。请返回后重新选。',
  nothing: '这段时间里没有还没开始的班次。',
  send: (shifts: string) => `停掉这 ${shifts} 个班次`,
  sendOne: '取消这个班次',
  back: '返回',
  done: (shifts: string, people: string) => `已停掉 ${shifts} 个班次，${people} 人次的报名随之取消`,
  passedBy: (n: string) => `这段时间里另有 ${n} 个班次已经开始或早已取消，没有变动。`,
  final: '停掉的班次不会自己恢复。',
  errors: {
    from: '请选开始的时间。',
    to: '结束的时间要在开始之后。',
    week: '请选这一周里的时间；别的周请先翻到那一周。',
  },
}
