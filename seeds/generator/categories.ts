import type { Category, CategoryAttribute, ServiceTerms, Severity } from '@wangge/core/issue/schema'

const attribute = (
  code: string,
  datatype: CategoryAttribute['datatype'],
  zh: string,
  en: string,
  more: Partial<CategoryAttribute> = {},
): CategoryAttribute => ({
  code,
  datatype,
  required: false,
  label: { zh, en },
  ...more,
})

/** `key zh en` triples parted by commas. */
const choice = (text: string): Pick<CategoryAttribute, 'values'> => ({
  values: text.split(',').map((entry) => {
    const [key, zh, ...en] = entry.split(' ')
    return { key: key!, name: { zh: zh!, en: en.join(' ') } }
  }),
})
const required = { required: true }

const since = attribute('since', 'datetime', '发现时间', 'Noticed since')
const floor = attribute('floor', 'string', '楼层', 'Floor', { hint: { zh: '例如 3 层、负一层', en: 'For example 3 or B1' } })
const plate = attribute('plate', 'string', '车牌号', 'Number plate', { hint: { zh: '看得清就写', en: 'If you can read it' } })
const note = attribute('note', 'text', '补充说明', 'More to say')
const amount = attribute('amount', 'number', '大致数量', 'About how many', required)
const when = attribute(
  'hours',
  'multivaluelist',
  '通常时段',
  'Usual time of day',
  choice('morning 早晨 Morning,noon 中午 Midday,evening 傍晚 Evening,night 夜间 Night'),
)

interface Leaf {
  id: string
  zh: string
  en: string
  /** @defaultValue `general` */
  severity?: Severity
  attributes?: CategoryAttribute[]
  /** Made-up reports; the first words of a resident. */
  reports: readonly string[]
}

interface Area {
  id: string
  zh: string
  en: string
  /** What is promised of its issues. @defaultValue `USUAL` */
  terms?: ServiceTerms
  leaves: Leaf[]
}

const workingDays = (amount: number) => ({ amount, unit: 'workingDays' }) as const
const minutes = (amount: number) => ({ amount, unit: 'minutes' }) as const

/** Two working hours to the first answer, three working days in anybody's hands, ten in all. */
const USUAL: ServiceTerms = {
  response: { amount: 120, unit: 'workingMinutes' },
  handling: workingDays(3),
  total: workingDays(10),
}
/** Where somebody may come to harm it is by the clock, at night as by day. */
/** Between two hands, and after the last. */
const BETWEEN = { dispatch: { amount: 240, unit: 'workingMinutes' }, verification: workingDays(3) } as const
const AT_ONCE: ServiceTerms = {
  ...{ response: minutes(15), handling: minutes(120), total: { amount: 1, unit: 'days' } },
  ...{ dispatch: minutes(30), verification: workingDays(1) },
}

const AREAS: Area[] = [
  {
    id: 'order',
    zh: '街面秩序',
    en: 'Street order',
    leaves: [
      {
        id: 'stall',
        zh: '占道经营',
        en: 'Stalls on the pavement',
        attributes: [amount, when],
        reports: ['水果摊摆到人行道上，推婴儿车过不去', '烧烤摊占了半条人行道，油烟也大'],
      },
      {
        id: 'advert',
        zh: '乱贴小广告',
        en: 'Illegal posters',
        attributes: [
          attribute(
            'surface',
            'singlevaluelist',
            '张贴位置',
            'Where it sticks',
            choice('pole 灯杆 Lamp post,wall 墙面 Wall,box 配电箱 Cabinet,door 单元门 Building door'),
          ),
        ],
        reports: ['灯杆上又贴满了开锁广告', '单元门口小广告清了又贴'],
      },
      {
        id: 'sign',
        zh: '店招破损',
        en: 'Damaged shop sign',
        attributes: [floor],
        reports: ['店招一角掉下来了，风一吹就晃', '灯箱破了，玻璃碴露在外面'],
      },
      {
        id: 'promo',
        zh: '违规促销噪声',
        en: 'Noisy promotion',
        attributes: [when, note],
        reports: ['开业音响开得太大，楼上没法午睡', '喇叭循环叫卖一整天'],
      },
      { id: 'goods', zh: '店外堆物', en: 'Goods outside the shop', reports: ['快递包裹堆到盲道上', '店门口堆了一排纸箱'] },
    ],
  },
  {
    id: 'clean',
    zh: '环境卫生',
    en: 'Cleanliness',
    leaves: [
      {
        id: 'litter',
        zh: '暴露垃圾',
        en: 'Litter',
        severity: 'simple',
        attributes: [amount],
        reports: ['绿化带里有一堆装修垃圾没人收', '垃圾桶满了，垃圾都在地上'],
      },
      {
        id: 'water',
        zh: '污水外溢',
        en: 'Sewage overflow',
        attributes: [{ ...since, required: true }, note],
        reports: ['污水井往外冒，路面很滑，有味道', '餐馆后门的水流到人行道上'],
      },
      {
        id: 'toilet',
        zh: '公厕不洁',
        en: 'Dirty public toilet',
        attributes: [
          attribute(
            'lack',
            'multivaluelist',
            '缺什么',
            'What is missing',
            choice('paper 厕纸 Paper,soap 洗手液 Soap,light 照明 Light,water 水 Water'),
          ),
        ],
        reports: ['公厕没有洗手液，地面湿滑', '公厕灯坏了一盏'],
      },
      { id: 'sorting', zh: '垃圾分类', en: 'Waste sorting', reports: ['分类桶混装，没有人引导', '大件垃圾放了三天'] },
      { id: 'pet', zh: '宠物粪便', en: 'Pet waste', reports: ['步道上有狗粪', '草坪里遛狗不清理'] },
    ],
  },
  {
    id: 'facility',
    zh: '公共设施',
    en: 'Public facilities',
    leaves: [
      {
        id: 'light',
        zh: '路灯不亮',
        en: 'Street light out',
        attributes: [
          attribute('pole', 'string', '灯杆编号', 'Pole number', {
            hint: { zh: '灯杆上的蓝色号牌', en: 'Blue plate on the pole' },
          }),
          since,
        ],
        reports: ['连续三盏路灯不亮，晚上看不清', '路灯一闪一闪'],
      },
      {
        id: 'cover',
        zh: '井盖缺损',
        en: 'Manhole cover',
        severity: 'emergency',
        attributes: [
          attribute('kind', 'singlevaluelist', '井盖种类', 'Kind of cover', {
            ...required,
            ...choice('rain 雨水 Rain,sewer 污水 Sewer,power 电力 Power,telecom 通信 Telecom,unknown 不清楚 Not known'),
          }),
        ],
        reports: ['井盖松动，车过就响', '井盖缺了一角，怕绊到老人'],
      },
      {
        id: 'paving',
        zh: '道路破损',
        en: 'Broken paving',
        attributes: [attribute('size', 'number', '破损长度（厘米）', 'Length in centimetres')],
        reports: ['人行道砖翘起来了', '路面坑洼，雨天积水'],
      },
      { id: 'seat', zh: '座椅健身器材', en: 'Bench or fitness equipment', reports: ['健身器材螺丝松了', '长椅断了一根木条'] },
      { id: 'tactile', zh: '盲道受阻', en: 'Blocked tactile paving', reports: ['共享单车停在盲道上', '盲道被隔离墩挡住'] },
      {
        id: 'tree',
        zh: '树木绿化',
        en: 'Trees and greenery',
        attributes: [note],
        reports: ['行道树枯枝快掉下来了', '绿篱缺了一大块'],
      },
    ],
  },
  {
    id: 'estate',
    zh: '小区院落',
    en: 'Estates and courtyards',
    leaves: [
      {
        id: 'corridor',
        zh: '楼道堆物',
        en: 'Things left in the stairwell',
        severity: 'simple',
        attributes: [{ ...floor, required: true }],
        reports: ['楼道里堆了旧家具', '过道放鞋柜和纸箱，挡路'],
      },
      {
        id: 'lift',
        zh: '电梯故障',
        en: 'Lift out of order',
        severity: 'prominent',
        attributes: [
          since,
          attribute('trapped', 'singlevaluelist', '是否困人', 'Anybody trapped', {
            ...required,
            ...choice('no 没有 No,yes 有 Yes'),
          }),
        ],
        reports: ['电梯停在五楼不动了', '电梯门关不严，有异响'],
      },
      {
        id: 'leak',
        zh: '漏水渗水',
        en: 'Leak',
        attributes: [floor, since],
        reports: ['天花板渗水，墙皮掉了', '楼上水管漏到楼道里'],
      },
      { id: 'door', zh: '门禁损坏', en: 'Broken entrance door', reports: ['单元门锁坏了，谁都能进', '门禁刷不开'] },
      {
        id: 'property',
        zh: '物业服务',
        en: 'Property service',
        attributes: [note],
        reports: ['保洁一周没来了', '物业电话一直打不通'],
      },
    ],
  },
  {
    id: 'traffic',
    zh: '交通秩序',
    en: 'Traffic order',
    leaves: [
      {
        id: 'parking',
        zh: '机动车乱停',
        en: 'Illegal car parking',
        attributes: [plate, when],
        reports: ['小车停在消防通道口', '路口转角停车挡视线'],
      },
      {
        id: 'bikes',
        zh: '非机动车乱停',
        en: 'Bicycles left about',
        attributes: [amount],
        reports: ['地铁口共享单车堆成山', '电动车停满人行道'],
      },
      {
        id: 'signal',
        zh: '信号灯标线',
        en: 'Signals and markings',
        reports: ['人行灯绿灯时间太短，老人走不完', '斑马线磨得看不见了'],
      },
      {
        id: 'wrongway',
        zh: '逆行闯灯',
        en: 'Riding against traffic',
        attributes: [when],
        reports: ['晚高峰电动车逆行很多', '外卖骑手闯红灯'],
      },
    ],
  },
  {
    id: 'fire',
    zh: '消防安全',
    en: 'Fire safety',
    terms: { response: minutes(60), handling: minutes(480), total: workingDays(3) },
    leaves: [
      {
        id: 'ebike',
        zh: '电动车进楼充电',
        en: 'E-bike charged indoors',
        attributes: [{ ...floor, required: true }],
        reports: ['有人把电动车推进楼道充电', '飞线充电，从三楼拉到一楼'],
      },
      {
        id: 'exit',
        zh: '堵塞消防通道',
        en: 'Blocked fire exit',
        severity: 'prominent',
        attributes: [plate, since],
        reports: ['消防通道被车堵了', '安全出口门被锁'],
      },
      {
        id: 'device',
        zh: '消防设施损坏',
        en: 'Damaged fire equipment',
        attributes: [
          attribute('items', 'multivaluelist', '哪些设施', 'Which equipment', {
            ...required,
            ...choice('extinguisher 灭火器 Extinguisher,hydrant 消火栓 Hydrant,light 应急灯 Emergency light,alarm 报警器 Alarm'),
          }),
        ],
        reports: ['灭火器过期了', '应急灯不亮'],
      },
      {
        id: 'gas',
        zh: '燃气隐患',
        en: 'Gas hazard',
        severity: 'emergency',
        attributes: [since, note],
        reports: ['楼道里闻到燃气味', '软管老化，担心漏气'],
      },
    ],
  },
  {
    id: 'life',
    zh: '民生诉求',
    en: 'Everyday needs',
    terms: { response: minutes(1_440), handling: workingDays(5), total: workingDays(15) },
    leaves: [
      {
        id: 'noise',
        zh: '噪声扰民',
        en: 'Noise',
        attributes: [{ ...when, required: true }],
        reports: ['晚上十一点还在施工', '广场舞音响太大'],
      },
      {
        id: 'elder',
        zh: '助老服务',
        en: 'Help for the elderly',
        attributes: [note],
        reports: ['独居老人需要上门量血压', '想问老年食堂怎么办卡'],
      },
      {
        id: 'dispute',
        zh: '邻里纠纷',
        en: 'Dispute between neighbours',
        attributes: [note],
        reports: ['空调外机对着我家窗户', '楼上拖椅子，沟通几次没用'],
      },
      {
        id: 'policy',
        zh: '政策咨询',
        en: 'Question about a policy',
        attributes: [attribute('topic', 'string', '咨询事项', 'Subject', required)],
        reports: ['想问居住证怎么续', '加装电梯补贴怎么申请'],
      },
      {
        id: 'water',
        zh: '停水停电',
        en: 'Water or power cut',
        attributes: [{ ...since, required: true }],
        reports: ['早上起停水，没有通知', '晚上跳闸两次'],
      },
    ],
  },
]

export const categories = (): Category[] =>
  AREAS.flatMap(({ terms = USUAL, ...area }) => [
    { id: `c-${area.id}`, name: { zh: area.zh, en: area.en }, version: 1, attributes: [] },
    ...area.leaves.map(({ id, zh, en, attributes = [], severity = 'general' }): Category => ({
      id: `c-${area.id}-${id}`,
      parentId: `c-${area.id}`,
      name: { zh, en },
      version: 1,
      attributes,
      severity,
      terms: { general: { ...terms, ...BETWEEN }, emergency: AT_ONCE },
    })),
  ])

/** What people write, by category. */
export const REPORTS: ReadonlyMap<string, readonly string[]> = new Map(
  AREAS.flatMap((area) => area.leaves.map(({ id, reports }): [string, readonly string[]] => [`c-${area.id}-${id}`, reports])),
)
