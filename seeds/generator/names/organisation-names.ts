import type { Random } from '../random.ts'

export interface Trade {
  /** What its companies are called. */
  company: { zh: string; en: string }
  /** What its composite committee is called. */
  sector: { zh: string; en: string }
}

const trade = (zh: string, en: string, sectorZh: string, sectorEn: string): Trade => ({
  company: { zh, en },
  sector: { zh: sectorZh, en: sectorEn },
})

/** Trades of invented companies. */
export const TRADES: readonly Trade[] = [
  trade('软件', 'Software', '软件', 'Software'),
  trade('律师事务所', 'Law Firm', '法律服务', 'Legal Services'),
  trade('会计师事务所', 'Accountants', '会计服务', 'Accounting'),
  trade('物业服务', 'Property Services', '物业', 'Property Services'),
  trade('餐饮管理', 'Catering', '餐饮', 'Catering'),
  trade('物流', 'Logistics', '物流', 'Logistics'),
  trade('电子商务', 'E-Commerce', '电商', 'E-Commerce'),
  trade('文化传媒', 'Media', '文化传媒', 'Media'),
  trade('医疗科技', 'Medical', '医疗', 'Medical'),
  trade('教育咨询', 'Education', '教育', 'Education'),
  trade('金融服务', 'Finance', '金融', 'Finance'),
  trade('人力资源', 'Human Resources', '人力资源', 'Human Resources'),
  trade('建筑设计', 'Architects', '设计', 'Design'),
  trade('社会工作服务中心', 'Social Work Centre', '社会组织', 'Social Organisations'),
  trade('信息安全', 'Information Security', '信息安全', 'Information Security'),
  trade('数字娱乐', 'Digital Entertainment', '数字娱乐', 'Digital Entertainment'),
  trade('生物医药', 'Biopharma', '生物医药', 'Biopharma'),
  trade('会展服务', 'Exhibition Services', '会展', 'Exhibitions'),
  trade('楼宇运营', 'Building Operations', '楼宇', 'Office Buildings'),
  trade('互联网科技', 'Internet Technology', '互联网', 'Internet'),
]

const FIRST =
  '蓉 Rong,锦 Jin,天 Tian,瑞 Rui,启 Qi,云 Yun,智 Zhi,联 Lian,汇 Hui,融 Rong,嘉 Jia,恒 Heng,博 Bo,卓 Zhuo,鼎 Ding,诚 Cheng,安 An,益 Yi,和 He,盛 Sheng,远 Yuan,明 Ming,川 Chuan,蜀 Shu,麓 Lu,溪 Xi'
const SECOND =
  '禾 he,图 tu,科 ke,达 da,信 xin,源 yuan,创 chuang,越 yue,峰 feng,航 hang,泽 ze,腾 teng,辰 chen,凯 kai,维 wei,拓 tuo,润 run,衡 heng,佑 you,翼 yi,桥 qiao,芯 xin,码 ma,象 xiang,帆 fan,景 jing'

const pairs = (text: string) => text.split(',').map((entry) => entry.split(' ') as [string, string])

/** Draws invented company names, each once. */
export function createCompanyNames(random: Random): (trade: Trade) => { zh: string; en: string } {
  const [first, second, used] = [pairs(FIRST), pairs(SECOND), new Set<string>()]
  return ({ company }) => {
    for (;;) {
      const [[a, latinA], [b, latinB]] = [random.pick(first), random.pick(second)]
      const name = { zh: a + b + company.zh, en: `${latinA}${latinB} ${company.en}` }
      if (used.has(name.zh) || used.has(name.en)) continue
      used.add(name.zh).add(name.en)
      return name
    }
  }
}

export const OTHERS: readonly { zh: string; en: string; kind: 'agency' | 'other' }[] = [
  { zh: '街道机关第一党支部', en: 'First Party Branch of the Sub-district Office', kind: 'agency' },
  { zh: '街道机关第二党支部', en: 'Second Party Branch of the Sub-district Office', kind: 'agency' },
  { zh: '网格服务管理中心党支部', en: 'Grid Service Centre Party Branch', kind: 'agency' },
  { zh: '综合行政执法队党支部', en: 'Law Enforcement Team Party Branch', kind: 'agency' },
  { zh: '便民服务中心党支部', en: 'Public Service Centre Party Branch', kind: 'agency' },
  { zh: '社区卫生服务中心党支部', en: 'Community Health Centre Party Branch', kind: 'other' },
  { zh: '离退休干部党支部', en: 'Retired Cadres Party Branch', kind: 'other' },
  { zh: '流动党员党支部', en: 'Mobile Members Party Branch', kind: 'other' },
  { zh: '集体资产公司党支部', en: 'Collective Assets Company Party Branch', kind: 'other' },
]

/** Invented: the article's own allied units are not among them. */
export const ALLIED: readonly { zh: string; en: string }[] = [
  { zh: '锦川口岸服务处', en: 'Jinchuan Port Services Office' },
  { zh: '锦域城市建设集团', en: 'Jinyu City Construction Group' },
  { zh: '西麓供电服务公司', en: 'Xilu Power Supply Services' },
  { zh: '岷源水务公司', en: 'Minyuan Water Company' },
  { zh: '蓉燃管道公司', en: 'Rongran Gas Pipelines' },
  { zh: '锦通公共交通公司', en: 'Jintong Public Transport' },
  { zh: '川信通信分公司', en: 'Chuanxin Telecom Branch' },
  { zh: '益民银行城南支行', en: 'Yimin Bank, South City Branch' },
  { zh: '南城第一小学', en: 'South City First Primary School' },
  { zh: '南城实验中学', en: 'South City Experimental School' },
  { zh: '锦江湾医院', en: 'Jinjiang Bay Hospital' },
  { zh: '蓉城设计研究院', en: 'Rongcheng Design Institute' },
  { zh: '天府邮政投递局', en: 'Tianfu Mail Delivery Office' },
  { zh: '锦绣环境服务公司', en: 'Jinxiu Environmental Services' },
  { zh: '城南消防救援站', en: 'South City Fire and Rescue Station' },
]

export const AFFILIATIONS = [
  '锦城大学',
  '川南理工学院',
  '益州师范学院',
  '青禾志愿者协会',
  '锦江骑行社',
  '城南读书会',
  '新时代文明实践站',
] as const
