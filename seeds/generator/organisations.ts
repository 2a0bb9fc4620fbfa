import type { EstateSite, Sites } from './sites.ts'
import { ALLIED, createCompanyNames, OTHERS, TRADES } from './names/organisation-names.ts'
import { createRandom } from './random.ts'
import type { Random } from './random.ts'
import { COUNTS } from './settings.ts'

export interface Organisation {
  id: string
  kind: 'workCommittee' | 'composite' | 'twoNew' | 'courtyard' | 'agency' | 'other'
  name: { zh: string; en: string }
  superiorId?: string
  gridId?: string
  /** Members on its roll on the reference date. */
  registered: number
  liaisonId?: string
  allied?: true
}

const WORK_COMMITTEE = 'o-wc'

/** All organisations; liaisons are named when there are people. */
export function foundOrganisations(sites: Sites, seed: number): Organisation[] {
  const random = createRandom(seed, 'organisations')
  const composites = foundComposites(sites)
  return [
    {
      id: WORK_COMMITTEE,
      kind: 'workCommittee',
      name: { zh: '桂溪街道党工委', en: 'Guixi Sub-district Party Work Committee' },
      gridId: sites.root.id,
      registered: 0,
    },
    ...composites,
    ...foundCourtyards(sites, random),
    ...foundTwoNew(sites, composites, random),
    ...OTHERS.map(({ zh, en, kind }, k): Organisation => ({
      id: `o-x-${k + 1}`,
      kind,
      name: { zh, en },
      superiorId: WORK_COMMITTEE,
      gridId: sites.root.id,
      registered: random.int(34, 78),
    })),
    ...ALLIED.map(({ zh, en }, k): Organisation => ({
      id: `o-a-${String(k + 1).padStart(2, '0')}`,
      kind: 'agency',
      name: { zh: `${zh}党支部`, en: `${en} Party Branch` },
      registered: random.int(14, 46),
      allied: true,
    })),
  ]
}

/** One for each community's ground and one for each of twenty trades. */
function foundComposites(sites: Sites): Organisation[] {
  const names = [
    ...sites.communities.map(({ name }) => ({
      zh: `${name.zh.replace('社区', '')}片区综合党委`,
      en: `${name.en.replace(' Community', '')} Area Composite Party Committee`,
    })),
    ...TRADES.map(({ sector }) => ({ zh: `${sector.zh}行业综合党委`, en: `${sector.en} Sector Composite Party Committee` })),
  ]
  if (names.length !== COUNTS.composite) throw new Error(`Expected ${COUNTS.composite} composite committees, got ${names.length}`)
  return names.map((name, k) => ({
    id: `o-k-${String(k + 1).padStart(2, '0')}`,
    kind: 'composite' as const,
    name,
    superiorId: WORK_COMMITTEE,
    gridId: sites.communities[k]?.id ?? sites.root.id,
    registered: 0,
  }))
}

function foundCourtyards(sites: Sites, random: Random): Organisation[] {
  const housing = sites.estates.filter(({ kind }) => kind === 'compound' || kind === 'courtyard')
  const rest = sites.estates.filter((estate) => !housing.includes(estate))
  const homes = [...random.shuffle(housing), ...random.shuffle(rest)]
    .slice(0, COUNTS.courtyard)
    .sort((a, b) => (a.id < b.id ? -1 : 1))
  return homes.map((estate, k) => ({
    id: `o-c-${String(k + 1).padStart(3, '0')}`,
    kind: 'courtyard' as const,
    name: { zh: `${estate.name.zh}院落党支部`, en: `${estate.name.en} Courtyard Party Branch` },
    superiorId: WORK_COMMITTEE,
    gridId: estate.id,
    registered: Math.max(5, Math.min(150, Math.round(8 + estate.micros.length * 5.6 * Math.exp(0.45 * random.normal())))),
  }))
}

/** Sizes follow a Zipf-like law: a few hundreds-strong committees, many branches of one to three. */
function foundTwoNew(sites: Sites, composites: readonly Organisation[], random: Random): Organisation[] {
  const nameCompany = createCompanyNames(random)
  const sizes = random.shuffle(
    Array.from({ length: COUNTS.twoNew }, (_, rank) =>
      Math.max(1, Math.round((930 / (rank + 4.5) ** 1.03) * random.between(0.6, 1.25))),
    ),
  )
  const offices = sites.estates.filter(({ kind }) => kind === 'office')
  return sizes.map((registered, k) => {
    const trade = random.int(0, TRADES.length - 1)
    const estate: EstateSite = random.chance(0.82) ? random.pick(offices) : random.pick(sites.estates)
    const company = nameCompany(TRADES[trade]!)
    const [rankZh, rankEn] =
      registered >= 100
        ? ['党委', 'Party Committee']
        : registered >= 50
          ? ['党总支', 'General Party Branch']
          : ['党支部', 'Party Branch']
    const area = sites.communities.indexOf(estate.community)
    return {
      id: `o-n-${String(k + 1).padStart(3, '0')}`,
      kind: 'twoNew' as const,
      name: { zh: company.zh + rankZh, en: `${company.en} ${rankEn}` },
      superiorId: composites[random.chance(0.45) ? area : sites.communities.length + trade]!.id,
      gridId: estate.id,
      registered,
    }
  })
}
