import type { RefusalFacts, Words } from '../strings.ts'

/** Skills that districts ask for; another is shown as it is called. */
const skills: Record<string, string> = {
  'first-aid': '急救',
  'sign-language': '手语',
  english: '英语',
  driving: '驾驶',
  sichuanese: '四川话',
}

const roles: Record<string, string> = {
  buildingHead: '楼栋长',
  dualRegistrant: '双报到党员',
  volunteer: '志愿者',
  any: '不限身份',
}

/** Why a shift cannot be wanted for one's seat. */
const unwantable: Record<string, string> = {
  'unknown-slot': '班次已经没有了，请换一个班次。',
  'slot-cancelled': '班次取消了，请换一个班次。',
  'slot-started': '班次已经开始，请换一个班次。',
  'no-colleague': '本单位没有同事在那个班次有名额，请换一个班次。',
  'others-wait': '那个班次有人在候补，同事的名额要先给他们，请换一个班次。',
  'already-signed-up': '您已经在那个班次里了，请换一个班次。',
  'duty-overlaps': '与您的其他班次时间重叠，请换一个班次。',
  'rest-too-short': '与您的其他班次间隔太短，请换一个班次。',
}

export const skillZh = (skill: string): string => skills[skill] ?? skill

const listed = (keys: readonly string[] | undefined, wordOf: (key: string) => string) => keys?.map(wordOf).join('、') ?? ''
const roleWords = (keys: readonly string[] | undefined) => listed(keys, (key) => roles[key] ?? key)
const another = ({ at }: RefusalFacts) => (at ? `可选 ${at} 起的班次。` : '请另选一个班次。')

/** What the rules of sign-up, swaps and attendance refuse, each with what would make it possible. */
export const rosterRefusalsZh: Record<string, (facts: RefusalFacts) => Words> = {
  'slot-cancelled': (facts) => ({ title: '这个班次取消了', hint: another(facts) }),
  'slot-started': (facts) => ({
    title: facts.since ? `这个班次已于 ${facts.since} 开始` : '这个班次已经开始',
    hint: another(facts),
  }),
  'sign-up-closed': (facts) => ({ title: facts.since ? `报名已于 ${facts.since} 截止` : '报名已经截止', hint: another(facts) }),
  'already-signed-up': ({ position }) => ({
    title: position ? `您已经在候补，第 ${position} 位` : '您已经报过这个班次',
    hint: '不用再报；想退出请先取消原来的报名。',
  }),
  'duty-overlaps': ({ at, duty }) => ({
    title: '和您已报的班次时间重叠',
    hint: `${duty ? `您在 ${duty.from} 到 ${duty.to} 已有班次。` : ''}${at ? `可选 ${at} 起的班次，或先取消原来的报名。` : '请另选时间，或先取消原来的报名。'}`,
  }),
  'rest-too-short': ({ at, duty, rest }) => ({
    title: '离您另一个班次太近，休息不够',
    hint: `${duty && rest ? `您在 ${duty.from} 到 ${duty.to} 有班次，中间至少休息 ${rest} 分钟。` : ''}${at ? `可选 ${at} 起的班次。` : '请选间隔长一些的班次。'}`,
  }),
  'slot-full': () => ({ title: '名额和候补都满了', hint: '请另选一个班次；有人退出时名额会重新出现。' }),
  'not-signed-up': ({ expected, isElsewhere }) => {
    if (expected) {
      return {
        title: '您没有报名这个班次',
        hint: `您现在应到${expected.post}（${expected.from} 到 ${expected.to}），请扫那里出示的签到码。`,
      }
    }
    if (isElsewhere) return { title: '您不是通过本单位报名的', hint: '您是通过另一个单位报名的，请在那个单位的页面上签到。' }
    return { title: '没有找到这个报名', hint: '它可能已经取消。要参加请先报名。' }
  },
  'role-not-asked': ({ asked }) => ({
    title: '这个班次不要这种身份的人',
    hint: asked?.length ? `可以用这些身份报名：${roleWords(asked)}。` : '请换一种身份，或另选班次。',
  }),
  'role-not-held': ({ asked, possible }) => ({
    title: asked?.length ? `没有登记过：${roleWords(asked)}` : '没有登记过这种身份',
    hint: possible?.length
      ? `您可以用${roleWords(possible)}的身份报名。`
      : '可以不选身份、按一般志愿者报名，或请社区登记这种身份。',
  }),
  'skill-missing': ({ missing }) => ({
    title: `这个班次要会：${listed(missing, skillZh)}`,
    hint: '会的话请先在“我的班次”的“我的特长和年龄”里选上，再来报名。',
  }),
  'too-young': ({ minAge, fromYear }) => ({
    title: minAge ? `要满 ${minAge} 岁` : '年龄不够',
    hint: fromYear ? `${fromYear} 年起可以参加这类班次。` : '请另选班次。',
  }),
  'age-unknown': ({ minAge }) => ({
    title: minAge ? `要满 ${minAge} 岁，还不知道您的出生年份` : '还不知道您的出生年份',
    hint: '请先在“我的班次”的“我的特长和年龄”里填上。',
  }),
  'guardian-consent-required': () => ({
    title: '未成年人需要监护人先同意',
    hint: '请监护人到街道登记同意，之后再报名。只按出生年份计算，满 18 岁的当年仍算未成年。',
  }),
  'no-offer': ({ position }) => ({
    title: '还没有轮到您',
    hint: position ? `您在候补第 ${position} 位，有名额时会留给您确认。` : '有名额时会留给您确认。',
  }),
  'offer-lapsed': ({ since }) => ({
    title: since ? `名额只保留到 ${since}，已经让给别人` : '保留的名额已经过期',
    hint: '还想参加，请重新报名。',
  }),
  'confirm-too-early': ({ opens }) => ({ title: '现在还不用确认', hint: opens ? `${opens} 起可以确认。` : '临近时再来确认。' }),
  'slot-not-started': ({ opens }) => ({ title: '班次还没有开始', hint: opens ? `${opens} 起可以登记。` : '开始后再登记。' }),
  'no-seat': () => ({ title: '您在这个班次没有名额', hint: '有名额才能换班。' }),
  'not-seated': () => ({ title: '您在这个班次没有名额', hint: '候补转正后才能签到；请联系联络人。' }),
  'others-wait': ({ waiting }) => ({
    title: waiting ? `还有 ${waiting} 人在候补` : '还有人在候补',
    hint: '不能越过他们换班；来不了请取消，名额会按顺序给候补的人。',
  }),
  'swap-unwantable': ({ why }) => ({ title: '想换的班次换不了', hint: unwantable[why ?? ''] ?? '请换一个班次。' }),
  'swap-open': () => ({ title: '这个名额正在换班', hint: '想改请先撤回原来的换班。' }),
  'swap-own': () => ({ title: '这是您自己的换班', hint: '等同事来接。' }),
  'swap-changes-nothing': () => ({ title: '换了也还是一样', hint: '请选一位同事，或选另一个班次。' }),
  'swap-names-nobody': () => ({ title: '还没有选由谁接替', hint: '请选一位同事再换人。' }),
  'unknown-person': () => ({ title: '本单位没有登记这个人', hint: '请先请街道把他登记到本单位，再来报名或换人。' }),
  'swap-state': () => ({ title: '这个换班已经有结果', hint: '请看“我的班次”里的最新情况。' }),
  'swap-wants': () => ({ title: '对方想换的不是这个班次', hint: '请用对方想要的班次来换。' }),
  'unknown-swap': () => ({ title: '没有找到这个换班', hint: '它可能已经撤回，或被别人接走。' }),
  'checked-in': () => ({ title: '已经签到了', hint: '签到后不能再取消、换班，也不能登记未到岗；时间有出入请申请更正。' }),
  'code-unreadable': () => ({ title: '这不是签到码', hint: '请扫岗位上的二维码，或粘贴完整的码。' }),
  'code-forged': () => ({ title: '这个签到码不是本街道的', hint: '请重新扫岗位上正在显示的码。' }),
  'code-not-yet': () => ({ title: '这个签到码还没有生效', hint: '请稍等片刻，再扫一次。' }),
  'code-used': () => ({ title: '这个签到码已被别人用过', hint: '每个码只能用一次，请再扫一次新的码。' }),
  'other-shift': () => ({ title: '这是另一个班次的签到码', hint: '请扫您所在班次的码。' }),
  'too-early': ({ opens }) => ({ title: '还没到签到时间', hint: opens ? `${opens} 起可以签到。` : '临近开始再签到。' }),
  'too-late': ({ since }) => ({
    title: since ? `签到已于 ${since} 截止` : '签到已经截止',
    hint: '请在“服务时长”里申请更正，补上时间。',
  }),
  'clock-ahead': () => ({ title: '这台设备的时间不准', hint: '请打开自动校时，再试一次。' }),
  'arrived-too-late': ({ since }) => ({
    title: since ? `离线签到要在 ${since} 前送达` : '离线签到送达得太晚',
    hint: '请在“服务时长”里申请更正，补上时间。',
  }),
  'too-far': ({ metres, allowed }) => ({
    title: metres ? `离岗位还有 ${metres} 米` : '离岗位太远',
    hint: allowed ? `走到 ${allowed} 米以内再签到，或扫岗位上的码。` : '走近一些再签到，或扫岗位上的码。',
  }),
  'position-too-vague': ({ metres, allowed }) => ({
    title: metres ? `定位误差有 ${metres} 米，看不出您在岗位` : '定位不够准',
    hint: allowed ? `误差在 ${allowed} 米以内才行；请到空旷处再试，或扫岗位上的码。` : '请到空旷处再试，或扫岗位上的码。',
  }),
  'post-without-place': () => ({ title: '这个岗位没有登记位置', hint: '请扫岗位上的码。' }),
  'own-presence': () => ({ title: '不能为自己作证', hint: '请扫岗位上的码，或请联络人登记。' }),
  'correction-open': () => ({ title: '已有一项更正在处理', hint: '等它有结果，或先撤回。' }),
  'already-recorded': () => ({ title: '记录本来就是这样写的', hint: '请先改时间，或改其他内容。' }),
  'out-before-in': () => ({ title: '离开时间早于到岗时间', hint: '请核对两个时间。' }),
  'outside-shift': ({ span }) => ({
    title: '时间超出了这个班次',
    hint: span ? `请填 ${span.from} 到 ${span.to} 之间的时间。` : '请填班次前后的时间。',
  }),
  'shift-not-over': ({ since }) => ({ title: '班次还没有结束', hint: since ? `${since} 之后可以申请更正。` : '结束后再申请。' }),
  'action-not-allowed': () => ({ title: '现在不能这样做', hint: '情况已经变了，请看最新的状态。' }),
  'late-note-required': () => ({ title: '已超过10个工作日的记录期限', hint: '请在排班板上补一句为什么现在才记，时间不用重填。' }),
  'note-required': () => ({ title: '请写明理由', hint: '写一句话，让对方知道为什么。' }),
  'plan-changed': () => ({
    title: '方案刚被别人改过',
    hint: '这里已经换成最新的方案，您的改动还在；请再看一遍结果，然后采用。',
  }),
  'past-changed': ({ day, earliest }) => ({
    title: day ? `${day} 已经过去，当天的定额不能再改` : '已经过去的日子不能再改',
    hint: earliest ? `请改 ${earliest} 或以后的日子。` : '请改今天或以后的日子。',
  }),
  'step-twice': ({ day }) => ({
    title: day ? `${day} 起有两个比例` : '同一天有两个比例',
    hint: '同一天只能有一个比例，请撤掉其中一个。',
  }),
  'exemption-ends-first': ({ day }) => ({
    title: '免派的结束早于开始',
    hint: day ? `请把结束的日子改到 ${day} 或以后。` : '请核对两个日子。',
  }),
  'ratios-too-fine': () => ({ title: '几个比例合在一起算得太细', hint: '请用整数，或只带一位小数的百分数。' }),
  'no-sign-ups': () => ({ title: '您还没有报过名', hint: '报名以后再来取日历网址。' }),
  'no-hours': () => ({ title: '这段日子没有记录的时长', hint: '请换一段日期；签到和签退都有记录才算。' }),
}
