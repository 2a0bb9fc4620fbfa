import type { Random } from '../random.ts'
import type { Point } from './plane.ts'
import type { PlanarMap } from './planar-map.ts'

export interface Street {
  zh: string
  en: string
  /** In the order in which its lines were drawn. */
  vertices: number[]
}

/** A road that one can drive and live along: no river, railway, dyke or path. */
export const isRoad = ({ zh }: { zh: string }): boolean => /(大道|路|街|巷)$/.test(zh) && !zh.endsWith('铁路')

export interface Streets {
  /** A new line; without a name it goes on under the name of a street that ends there, or gets a new one. */
  add(vertices: readonly number[], name?: { zh: string; en: string }): void
  /** Names of the streets at a vertex, great ones first. */
  at(vertex: number): Street[]
  readonly all: readonly Street[]
}

/** Invented, in the manner of Chengdu's street names. */
const STEMS =
  '锦 Jin 天 Tian 益 Yi 吉 Ji 荣 Rong 泰 Tai 府 Fu 盛 Sheng 和 He 仁 Ren 康 Kang 明 Ming 德 De 安 An 庆 Qing 祥 Xiang 云 Yun 华 Hua 宁 Ning 文 Wen 兴 Xing 晖 Hui 顺 Shun 清 Qing'.split(
    ' ',
  )
const SECONDS =
  '源 yuan 和 he 庭 ting 柳 liu 苑 yuan 塘 tang 竹 zhu 桥 qiao 杏 xing 坊 fang 榕 rong 湾 wan 杨 yang 松 song 桂 gui 澜 lan 溪 xi 岭 ling 梅 mei 舟 zhou 里 li 虹 hong 枫 feng 荷 he'.split(
    ' ',
  )
const KINDS = [
  ['街', 'Street'],
  ['路', 'Road'],
  ['巷', 'Lane'],
  ['一街', '1st Street'],
  ['二街', '2nd Street'],
  ['东路', 'East Road'],
  ['西街', 'West Street'],
  ['横街', 'Cross Street'],
] as const

const GO_ON = Math.cos((28 * Math.PI) / 180)

export function createStreets(map: PlanarMap, random: Random): Streets {
  const all: Street[] = []
  const byVertex = new Map<number, Street[]>()
  const used = new Set<string>()
  const put = (street: Street, vertices: readonly number[]) => {
    for (const vertex of vertices) {
      const known = byVertex.get(vertex) ?? []
      if (!known.includes(street)) byVertex.set(vertex, [...known, street])
    }
  }
  return {
    all,
    at: (vertex) => byVertex.get(vertex) ?? [],
    add: (vertices, name) => {
      const before = name ? all.find(({ zh }) => zh === name.zh) : (goesOn(vertices) ?? goesOn([...vertices].reverse()))
      const street = before ?? { ...(name ?? newName()), vertices: [] }
      if (!before) all.push(street)
      street.vertices.push(...vertices)
      put(street, vertices)
    },
  }

  /** The street that ends where this line begins and points the same way. */
  function goesOn(vertices: readonly number[]): Street | undefined {
    const [first, second] = [vertices[0]!, vertices[Math.min(3, vertices.length - 1)]!]
    return (byVertex.get(first) ?? []).find(({ vertices: line }) => {
      const end = line.at(-1) === first ? line.at(-4) : line[0] === first ? line[3] : undefined
      return end !== undefined && cosine(map.point(end), map.point(first), map.point(second)) > GO_ON
    })
  }

  function newName(): { zh: string; en: string } {
    for (;;) {
      const [i, j] = [2 * random.int(0, STEMS.length / 2 - 1), 2 * random.int(0, SECONDS.length / 2 - 1)]
      const [kindZh, kindEn] = random.pick(KINDS)
      const zh = `${STEMS[i]}${SECONDS[j]}${kindZh}`
      if (used.has(zh) || STEMS[i] === SECONDS[j]) continue
      used.add(zh)
      return { zh, en: `${STEMS[i + 1]}${SECONDS[j + 1]} ${kindEn}` }
    }
  }
}

function cosine(a: Point, b: Point, c: Point): number {
  const [ux, uy, vx, vy] = [b[0] - a[0], b[1] - a[1], c[0] - b[0], c[1] - b[1]]
  return (ux * vx + uy * vy) / (Math.hypot(ux, uy) * Math.hypot(vx, vy))
}
