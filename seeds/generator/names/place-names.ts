import type { Random } from '../random.ts'

/** Invented estate names: a stem and a kind. Any likeness to a real estate is chance. */
const STEMS = (
  '云栖 Yunqi,锦瑞 Jinrui,和悦 Heyue,望溪 Wangxi,翠屏 Cuiping,枫林 Fenglin,明澜 Minglan,蓉景 Rongjing,听雨 Tingyu,竹韵 Zhuyun,桂香 Guixiang,芳庭 Fangting,' +
  '星河 Xinghe,晴川 Qingchuan,杏林 Xinglin,松涛 Songtao,柳岸 Liuan,荷风 Hefeng,橙光 Chengguang,蓝湾 Lanwan,金沙 Jinsha,银杏 Yinxing,海棠 Haitang,玉兰 Yulan,' +
  '紫藤 Ziteng,丹桂 Dangui,梧桐 Wutong,香樟 Xiangzhang,青羽 Qingyu,白鹭 Bailu,飞鸿 Feihong,长桥 Changqiao,石榴 Shiliu,新阳 Xinyang,曙晖 Shuhui,晚亭 Wanting,' +
  '文轩 Wenxuan,书香 Shuxiang,墨池 Mochi,琴台 Qintai,鹤鸣 Heming,麓湾 Luwan,清漪 Qingyi,南熙 Nanxi,北辰 Beichen,东篱 Dongli,西屿 Xiyu,中和 Zhonghe,' +
  '天朗 Tianlang,地锦 Dijin,百花 Baihua,千禧 Qianxi,万嘉 Wanjia,双楠 Shuangnan,三合 Sanhe,四季 Siji,五福 Wufu,六和 Liuhe,七彩 Qicai,八方 Bafang,' +
  '永乐 Yongle,长宁 Changning,安居 Anju,康乐 Kangle,仁美 Renmei,德馨 Dexin,诚和 Chenghe,信达 Xinda,启明 Qiming,创智 Chuangzhi,数谷 Shugu,云帆 Yunfan,' +
  '星环 Xinghuan,新域 Xinyu,蓉创 Rongchuang,锦城 Jincheng,澄府 Chengfu,益源 Yiyuan,华瑞 Huarui,兴蜀 Xingshu,汇通 Huitong,联丰 Lianfeng,通联 Tonglian,融景 Rongjing'
)
  .split(',')
  .map((pair) => pair.split(' ') as [string, string])

export type EstateKind = 'compound' | 'courtyard' | 'office' | 'river' | 'park'

const KINDS: Record<'compound' | 'courtyard' | 'office', readonly (readonly [string, string])[]> = {
  compound: [
    ['苑', 'Court'],
    ['花园', 'Garden'],
    ['雅居', 'Residence'],
    ['家园', 'Homes'],
    ['名邸', 'Mansions'],
    ['小区', 'Estate'],
    ['公馆', 'House'],
  ],
  courtyard: [
    ['小区', 'Estate'],
    ['新村', 'New Village'],
    ['院', 'Courtyard'],
    ['坊', 'Lanes'],
  ],
  office: [
    ['中心', 'Centre'],
    ['大厦', 'Tower'],
    ['广场', 'Plaza'],
    ['科技园', 'Science Park'],
    ['国际中心', 'International Centre'],
  ],
}

/** Draws estate names, each once, so that even the stems repeat as seldom as can be. */
export function createEstateNames(random: Random): (kind: 'compound' | 'courtyard' | 'office') => { zh: string; en: string } {
  const used = new Set<string>()
  let stems = random.shuffle(STEMS)
  let next = 0
  return (kind) => {
    for (;;) {
      if (next === stems.length) [stems, next] = [random.shuffle(STEMS), 0]
      const [stemZh, stemEn] = stems[next++]!
      const [kindZh, kindEn] = random.pick(KINDS[kind])
      const name = { zh: stemZh + kindZh, en: `${stemEn} ${kindEn}` }
      if (used.has(name.zh) || used.has(name.en)) continue
      used.add(name.zh).add(name.en)
      return name
    }
  }
}
