import { issuePolicy } from './issue-policy.ts'
import { ARTICLE_DATE, COUNTS, PUBLISHED_SINCE, REFERENCE_DATE, TIME_ZONE } from './settings.ts'

/** The tenant, its calendar and its declared numbers. */
export const districtRecord = () => ({
  id: 'guixi',
  name: { zh: '桂溪街道', en: 'Guixi Sub-district' },
  timeZone: TIME_ZONE,
  articleDate: ARTICLE_DATE,
  referenceDate: REFERENCE_DATE,
  targets: { community: COUNTS.community, estate: COUNTS.estate, micro: COUNTS.micro },
  organisations: {
    total: COUNTS.primary,
    byKind: { courtyard: COUNTS.courtyard, twoNew: COUNTS.twoNew },
    composite: COUNTS.composite,
    allied: COUNTS.allied,
  },
  /** 780 and 3,762 read as two kinds of groups side by side. */
  groups: { hierarchy: COUNTS.hierarchyGroups, resident: COUNTS.residentGroups, reading: 'A' },
  signUpPolicy: {
    closesBeforeMinutes: 30,
    minRestMinutes: 30,
    maxWaitlist: 10,
    confirmBeforeHours: 2,
    swapNeedsApproval: true,
  },
  issuePolicy,
  consent: {
    'issue-report': {
      version: PUBLISHED_SINCE.consent,
      zh: '您填写的内容和照片用于核实、处置这个问题并把结果告诉您；工作人员看过、确认不涉及个人信息后，可能向其他居民公开；办结一年后删除。',
      en: 'What you write and the photographs you add are used to check and settle this issue and to tell you the outcome; once staff have looked at them and found nothing personal in them, other residents may be shown them. They are deleted a year after the issue is closed.',
      retentionDays: 365,
    },
    'volunteer-duty': {
      version: 1,
      zh: '您的姓名和工号只用于安排值守、签到和记录服务时长，由您所在组织和街道查看；两年后删除。',
      en: 'Your name and staff number are used only to arrange duties, to check you in and to record your hours; your organisation and the sub-district see them. They are deleted after two years.',
      retentionDays: 730,
    },
    'party-status': {
      version: 1,
      zh: '您的政治面貌只用于街道和您所在组织安排党员先锋岗和组织生活；须您单独同意，可随时撤回，撤回即删除。',
      en: 'Your party membership status is used only by the sub-district and your organisation to arrange party members’ posts and meetings; it needs your separate consent, which you may take back at any time: it is then deleted at once.',
      retentionDays: 365,
      separate: true,
    },
  },
})
