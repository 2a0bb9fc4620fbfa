import type { Id, Localized } from '../schema.ts'
import type { District } from './health.ts'
import type { GroupHealth, HealthGap, LevelHealth, StaffHealth } from './health-schema.ts'
import { both, listOf } from './health-words.ts'
import { LEVEL_NAMES } from './problem.ts'
import type { GridLevel } from './schema.ts'
import type { Staffing, StaffingGap } from './staffing.ts'

const LEVELS: readonly GridLevel[] = ['subdistrict', 'community', 'estate', 'micro', 'dedicated']

/** Level a grid is divided into: without any it does not reach the bottom. */
const DIVIDED_INTO: Partial<Record<GridLevel, GridLevel>> = { subdistrict: 'community', community: 'estate', estate: 'micro' }

export function levelHealth(district: District, targets: Partial<Record<GridLevel, number>>): LevelHealth {
  const { grids } = district
  const levels = LEVELS.flatMap((level) => {
    const den = targets[level]
    return den === undefined ? [] : [{ level, rate: { num: grids.filter((grid) => grid.level === level).length, den } }]
  })
  const parents = new Set(grids.map(({ parentId }) => parentId))
  const childless = grids.flatMap(({ id, level }) => {
    const wanted = DIVIDED_INTO[level]
    return wanted && !parents.has(id) ? [childlessGap(district, id, wanted)] : []
  })
  const counts = levels.flatMap(({ level, rate: { num, den } }) => (num === den ? [] : [countGap(level, num, den)]))
  const gaps = [...counts, ...childless]
  return { complete: gaps.length === 0, levels, gaps }
}

function countGap(level: GridLevel, num: number, den: number): HealthGap {
  const { zh, en } = LEVEL_NAMES[level]
  const few = num < den
  const by = Math.abs(den - num)
  return {
    code: few ? 'too-few' : 'too-many',
    grids: [],
    message: {
      zh: `${zh}应有 ${den} 个，实有 ${num} 个，${few ? '缺' : '多'} ${by} 个。`,
      en: `${den} declared of the level "${en}", ${num} there: ${by} too ${few ? 'few' : 'many'}.`,
    },
    hint: { zh: '核对网格名单，或更新申报数。', en: 'Compare the lists, or bring the declared number up to date.' },
  }
}

const childlessGap = ({ nameOf }: District, id: Id, wanted: GridLevel): HealthGap => ({
  code: 'not-divided',
  grids: [id],
  message: both(
    nameOf(id),
    (name) => `${name}之下没有${LEVEL_NAMES[wanted].zh}。`,
    (name) => `There is no ${LEVEL_NAMES[wanted].en} below ${name}.`,
  ),
  hint: { zh: '在其下设立网格。', en: 'Set up grids below it.' },
})

export function staffHealth(district: District, { rates, gaps, sharedHeads, strays }: Staffing): StaffHealth {
  const { tree, nameOf } = district
  const found = [
    ...gaps.flatMap((gap) => staffGaps(district, gap)),
    ...sharedHeads.map(({ gridIds }) => sharedGap(gridIds, listOf(gridIds.map(nameOf)))),
    ...strays.map(({ gridId }) => strayGap(gridId, nameOf(gridId))),
  ]
  return { complete: found.length === 0, rates: rates(tree.root.id), gaps: found }
}

const MISSING: Record<StaffingGap['missing'][number], [HealthGap['code'], Localized]> = {
  head: ['no-head', { zh: '缺楼栋长', en: 'no building head' }],
  dual: ['no-dual', { zh: '缺双报到党员', en: 'no dual registrant' }],
  volunteers: ['no-volunteers', { zh: '志愿者不足', en: 'too few volunteers' }],
}
const DOUBLED: Record<StaffingGap['doubled'][number], [HealthGap['code'], Localized]> = {
  head: ['several-heads', { zh: '有多名楼栋长', en: 'several building heads' }],
  dual: ['several-duals', { zh: '有多名主责双报到党员', en: 'several primary dual registrants' }],
}

function staffGaps({ nameOf }: District, { gridId, missing, doubled }: StaffingGap): HealthGap[] {
  const name = nameOf(gridId)
  const gap = ([code, says]: [HealthGap['code'], Localized], hint: Localized): HealthGap => ({
    code,
    grids: [gridId],
    message: { zh: `${name.zh}${says.zh}。`, en: `${name.en}: ${says.en}.` },
    hint,
  })
  return [
    ...missing.map((what) =>
      gap(MISSING[what], { zh: '尽快选任，并登记到岗时间。', en: 'Appoint somebody, and record from when.' }),
    ),
    ...doubled.map((what) =>
      gap(DOUBLED[what], { zh: '核对交接，为离任者填写结束时间。', en: 'Record when the former one ended.' }),
    ),
  ]
}

const sharedGap = (gridIds: Id[], among: Localized): HealthGap => ({
  code: 'shared-head',
  grids: gridIds,
  message: {
    zh: `${among.zh}由同一人担任楼栋长。`,
    en: `${among.en} have the same person for their head.`,
  },
  hint: { zh: '一个微网格应有一名专任楼栋长。', en: 'One head, one micro-grid: appoint another for the rest.' },
})

const strayGap = (gridId: Id, name: Localized): HealthGap => ({
  code: 'stray-appointment',
  grids: [gridId],
  message: {
    zh: `有人任职于${name.zh}，该网格不存在、已失效或不是微网格。`,
    en: `Somebody is appointed to ${name.en}, which is not there, not valid or no micro-grid.`,
  },
  hint: { zh: '改任到现行网格，或结束该任职。', en: 'Appoint them to a grid of today, or end the appointment.' },
})

export function groupHealth(district: District, groups: readonly { kind: string; gridId: Id }[]): GroupHealth {
  const { grids, nameOf } = district
  const served = new Set(groups.flatMap(({ kind, gridId }) => (kind === 'resident' ? [gridId] : [])))
  const micros = grids.filter(({ level }) => level === 'micro')
  const without = micros.filter(({ id }) => !served.has(id))
  const gaps = without.map(({ id }): HealthGap => ({
    code: 'no-group',
    grids: [id],
    message: both(
      nameOf(id),
      (name) => `${name}没有居民群。`,
      (name) => `${name}: no residents’ group.`,
    ),
    hint: { zh: '请楼栋长建群并登记。', en: 'Let its head open one, and register it.' },
  }))
  return { complete: gaps.length === 0, rate: { num: micros.length - without.length, den: micros.length }, gaps }
}
