import type { Random } from '../random.ts'

/** The most common surnames, weighted roughly as in the published rankings. */
const SURNAMES: readonly (readonly [string, number])[] = (
  '王 72,李 72,张 68,刘 54,陈 46,杨 32,黄 23,赵 22,吴 21,周 20,徐 15,孙 15,马 13,朱 12,胡 12,郭 11,何 12,林 10,罗 11,高 10,郑 8,梁 8,谢 8,宋 8,唐 8,许 7,邓 8,冯 7,韩 6,曹 6,' +
  '曾 7,彭 6,萧 5,蔡 5,潘 5,田 5,董 5,袁 5,于 4,余 4,叶 4,蒋 5,杜 4,苏 4,魏 4,程 4,吕 4,丁 4,任 4,卢 3,姚 3,沈 3,钟 4,姜 3,崔 3,谭 4,陆 3,范 3,汪 3,廖 4,石 3,金 3,韦 2,贾 2,夏 3,付 3,方 3,邹 3,熊 3,白 2,孟 2,秦 2,邱 3,侯 2,江 3,尹 2,薛 2,阎 2,段 2,雷 2,龙 3,黎 2,史 2,陶 2,贺 2,毛 2,郝 1,顾 1,龚 2,邵 1,万 2,覃 1,武 1,钱 1,戴 1,严 1,莫 1,孔 1,向 2,常 1,温 1,康 1'
)
  .split(',')
  .map((entry) => entry.split(' '))
  .map(([name, weight]) => [name!, Number(weight)] as const)

const GIVEN = [
  ...'伟芳敏静丽强磊军洋勇艳杰娟涛明超霞平刚英华玉萍红鹏建文辉慧巧美玲兰凤洁梅琳素云莲真环雪荣爱妹香月莺媛瑞凡佳嘉琼勤珍莉桂娣璧璐娅琦晶妍茜秋珊莎锦黛青倩婷姣婉娴瑾颖露瑶怡婵雁蓓',
  ...'浩宇轩昊子涵雨晨思远志诚立新国栋俊逸海波春燕晓光永康德全家兴世安学成天佑少峰振宁启航若楠一鸣书恒景行',
]

/** A made-up name out of a common surname and one or two common characters. */
export function personName(random: Random): string {
  const surname = random.weighted(SURNAMES)
  const first = random.pick(GIVEN)
  if (random.chance(0.22)) return surname + first
  return surname + first + random.pick(GIVEN)
}
