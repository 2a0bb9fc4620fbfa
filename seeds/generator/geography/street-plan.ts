// The hand-drawn part of the map: metres east and north of the origin. Everything finer is grown from it.
import type { Point } from './plane.ts'

export interface Line {
  zh: string
  en: string
  /** Control points of a smooth curve. */
  through: Point[]
  /** How far a surveyor's points stray from the curve, in metres. */
  roughness?: number
}

/** `'-1840 2020, -2010 1150'`: east and north in metres, one point after the other. */
const points = (text: string): Point[] =>
  text.split(', ').map((pair) => {
    const [east, north] = pair.split(' ').map(Number)
    return [east!, north!]
  })

/** Counter-clockwise from the north-west corner; two blocks that belong to the neighbours make notches. */
export const OUTLINE: Line[] = [
  {
    zh: '西环铁路',
    en: 'West Railway',
    through: points('-1840 2020, -2010 1150, -2100 250, -2010 -700, -1950 -1490'),
  },
  {
    zh: '南界街',
    en: 'Nanjie Street',
    through: points('-1950 -1490, -1690 -1530, -1370 -1500'),
  },
  {
    zh: '石桥路',
    en: 'Shiqiao Road',
    through: points('-1370 -1500, -1390 -1900, -1330 -2270'),
  },
  {
    zh: '绕城南路',
    en: 'Raocheng South Road',
    through: points('-1330 -2270, -380 -2350, 600 -2230, 1430 -2060, 1930 -1850'),
  },
  {
    zh: '东临大道',
    en: 'Donglin Avenue',
    through: points('1930 -1850, 2170 -1200, 2290 -480, 2210 300, 2270 1050, 2170 1640'),
  },
  {
    zh: '北界路',
    en: 'Beijie Road',
    through: points('2170 1640, 1850 1700, 1560 1680'),
  },
  {
    zh: '柳林路',
    en: 'Liulin Road',
    through: points('1560 1680, 1520 1960, 1570 2250'),
  },
  {
    zh: '环城南路',
    en: 'Huancheng South Road',
    through: points('1570 2250, 640 2360, -350 2310, -1150 2170, -1840 2020'),
  },
]

/** Right bank of the river. */
export const RIVER: Line = {
  zh: '锦江',
  en: 'Jinjiang River',
  roughness: 1.6,
  through: points(
    '960 2300, 800 1840, 790 1420, 1080 1010, 1400 640, 1420 190, 1120 -160, 960 -560, 1130 -1000, 1460 -1370, 1560 -1760, 1440 -2110',
  ),
}

/** Width of the river with both banks, in metres. */
export const RIVER_WIDTH = 112

/** In the order in which they cut the district into its communities. */
export const ARTERIALS: Line[] = [
  {
    zh: '中轴大道',
    en: 'Zhongzhou Avenue',
    through: points('-350 2310, -290 1240, -360 60, -470 -980, -400 -2310'),
  },
  RIVER,
  {
    zh: '锦晖大道',
    en: 'Jinhui Avenue',
    through: points('-2010 1150, -1200 1290, -290 1240'),
  },
  {
    zh: '天和大道',
    en: 'Tianhe Avenue',
    through: points('-2080 150, -1400 250, -900 110, -360 60'),
  },
  {
    zh: '大源北路',
    en: 'Dayuan North Road',
    through: points('-1970 -1150, -1250 -980, -470 -980'),
  },
  {
    zh: '三瓦路',
    en: 'Sanwa Road',
    through: points('-1200 2220, -1010 1800, -1060 1280'),
  },
  {
    zh: '交子北路',
    en: 'Jiaozi North Road',
    through: points('-290 1240, 250 1330, 860 1270'),
  },
  {
    zh: '益民路',
    en: 'Yimin Road',
    through: points('-330 440, 350 500, 900 430, 1440 480'),
  },
  {
    zh: '月牙路',
    en: 'Yueya Road',
    through: points('-405 -420, 150 -370, 560 -430, 1000 -400'),
  },
  {
    zh: '科创路',
    en: 'Kechuang Road',
    through: points('-455 -1330, 300 -1290, 900 -1400, 1440 -1340'),
  },
  {
    zh: '望江东路',
    en: 'Wangjiang East Road',
    through: points('1440 480, 1850 420, 2250 500'),
  },
  {
    zh: '临江东路',
    en: 'Linjiang East Road',
    through: points('1010 -780, 1500 -700, 2215 -700'),
  },
]

/** Avenues inside a community; the second point tells which. */
export const AVENUES: Line[] = [
  {
    zh: '旧机场路',
    en: 'Old Airport Road',
    through: points('-1060 1280, -790 880, -345 430'),
  },
  {
    zh: '弧桥路',
    en: 'Huqiao Road',
    through: points('-2080 60, -1480 -210, -880 -930'),
  },
  {
    zh: '半月路',
    en: 'Banyue Road',
    through: points('-440 -1830, 150 -1690, 720 -1800, 1000 -2150'),
  },
  {
    zh: '柳岸大街',
    en: 'Liuan Avenue',
    through: points('790 1470, 1240 1420, 1620 1130, 2270 1050'),
  },
]

/** One point inside each community. */
export const COMMUNITIES: { zh: string; en: string; at: Point }[] = [
  { zh: '三瓦窑', en: 'Sanwayao', at: [-1500, 1700] },
  { zh: '和平', en: 'Heping', at: [-700, 1700] },
  { zh: '益州', en: 'Yizhou', at: [-1200, 700] },
  { zh: '永安', en: 'Yongan', at: [-1200, -250] },
  { zh: '南新', en: 'Nanxin', at: [1700, 1400] },
  { zh: '天华', en: 'Tianhua', at: [200, 1800] },
  { zh: '临江', en: 'Linjiang', at: [1700, -100] },
  { zh: '交子公园', en: 'Jiaozi Park', at: [300, 1000] },
  { zh: '月牙湖', en: 'Yueya Lake', at: [300, 50] },
  { zh: '吉泰', en: 'Jitai', at: [100, -850] },
  { zh: '大源', en: 'Dayuan', at: [-1200, -1600] },
  { zh: '昆华', en: 'Kunhua', at: [1800, -1300] },
  { zh: '科创', en: 'Kechuang', at: [300, -1800] },
]

/** Lake and park: a curve that leaves an arterial road and comes back to it; `inner` parts the water from the garden. */
export const PARKS: { zh: string; en: string; outer: Line; inner: Line; at: Point }[] = [
  {
    zh: '月牙湖公园',
    en: 'Yueya Lake Park',
    at: [-200, 20],
    outer: {
      zh: '环湖路',
      en: 'Lakeside Road',
      through: points('-345 265, -130 250, 40 120, 75 -50, -50 -210, -250 -270, -390 -260'),
    },
    inner: {
      zh: '内湖堤',
      en: 'Inner Lake Dyke',
      through: points('-352 160, -200 130, -105 20, -130 -90, -250 -155, -380 -150'),
      roughness: 1.2,
    },
  },
  {
    zh: '交子公园',
    en: 'Jiaozi Central Park',
    at: [420, 640],
    outer: {
      zh: '环园路',
      en: 'Parkside Road',
      through: points('180 490, 150 640, 270 800, 470 840, 650 740, 690 600, 670 450'),
    },
    inner: {
      zh: '中心绿道',
      en: 'Central Greenway',
      through: points('350 500, 400 600, 400 700, 470 840'),
      roughness: 1.2,
    },
  },
]
