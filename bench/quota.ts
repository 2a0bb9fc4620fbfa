// What organisations owe each day, beside largest remainder per day: processor time, and who is ever called.
//   node bench/quota.ts
// Prints the figures and writes bench/results/quota.json. The 504 two-new organisations of the sample district over a year, a
// city's 12,000 of the same sizes, and the same days by largest remainder, in turns.
import { readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus } from 'node:os'
import { apportion } from '../packages/core/src/roster/quota/apportion.ts'
import type { QuotaOrganisation } from '../packages/core/src/roster/quota/apportion.ts'
import { largestRemainder } from '../packages/core/test/largest-remainder.ts'
import { median, rounded } from './coverage/measure.ts'

const YEAR = 365
const SHOWN = 60
const RATIO = { num: 5, den: 100 }

interface Record {
  id: string
  kind: string
  registered: number
}

function twoNewOrganisations(): QuotaOrganisation[] {
  const file = new URL('../seeds/data/organisations.json', import.meta.url)
  const { records } = JSON.parse(readFileSync(file, 'utf8')) as { records: Record[] }
  return records.filter(({ kind }) => kind === 'twoNew').map(({ id, registered }) => ({ id, registered }))
}

/** Milliseconds of a call's processor time. */
function timeOf(call: () => unknown): number {
  const before = process.cpuUsage()
  call()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

function figures(times: number[]) {
  const sorted = [...times].sort((one, other) => one - other)
  return { median: rounded(median(sorted)), least: rounded(sorted[0]!), most: rounded(sorted.at(-1)!) }
}

/** Ours and the peer in turns from the first and from the last, so that whatever else runs meets both alike. */
function inTurns(organisations: readonly QuotaOrganisation[], rounds: number) {
  const ours = () => apportion({ organisations, ratio: RATIO, days: YEAR })
  const peer = () => largestRemainder(organisations, RATIO, YEAR)
  const times = { ours: [] as number[], peer: [] as number[] }
  for (let round = -Math.ceil(rounds / 5); round < rounds; round += 1) {
    const [first, second] = round % 2 === 0 ? (['ours', 'peer'] as const) : (['peer', 'ours'] as const)
    for (const name of [first, second]) {
      const ms = timeOf(name === 'ours' ? ours : peer)
      if (round >= 0) times[name].push(ms)
    }
  }
  const ratios = times.ours.map((ms, round) => ms / times.peer[round]!).sort((one, other) => one - other)
  return {
    organisations: organisations.length,
    days: YEAR,
    'person-days': apportion({ organisations, ratio: RATIO, days: YEAR }).totals.reduce((all, one) => all + one, 0),
    rounds,
    'ours, ms': figures(times.ours),
    'largest remainder per day, ms': figures(times.peer),
    'ours as a multiple of it, median of the rounds': rounded(median(ratios)),
  }
}

/** How fair some days were: who was called, and how far from their exact share they came to be. */
function fairness(organisations: readonly QuotaOrganisation[], dues: readonly (readonly number[])[], { num, den }: typeof RATIO) {
  let farthest = 0
  let never = 0
  let small = 0
  organisations.forEach(({ registered }, index) => {
    let total = 0
    dues[index]!.forEach((due, day) => {
      total += due
      farthest = Math.max(farthest, Math.abs(total - ((day + 1) * num * registered) / den))
    })
    if (total > 0) return
    never += 1
    if (registered <= 3) small += 1
  })
  return {
    'never called': never,
    'of those with one to three members': small,
    'farthest from the exact share, person-days': rounded(farthest),
  }
}

function compare(organisations: readonly QuotaOrganisation[], num: number) {
  const ratio = { num, den: 100 }
  const ours = apportion({ organisations, ratio, days: SHOWN })
  const days = largestRemainder(organisations, ratio, SHOWN)
  const peer = organisations.map((_, index) => days.map((day) => day[index]!))
  return {
    ours: fairness(
      organisations,
      ours.organisations.map(({ due }) => due),
      ratio,
    ),
    'largest remainder per day': fairness(organisations, peer, ratio),
  }
}

const district = twoNewOrganisations()
const city = Array.from({ length: 12_000 }, (_, n) => ({ id: `c${n}`, registered: district[n % district.length]!.registered }))
const results = {
  what: 'What organisations owe each day over a year, and whom largest remainder per day never calls; processor time',
  again: 'node bench/quota.ts',
  date: new Date().toISOString().slice(0, 10),
  where: `Node ${process.versions.node}, ${process.platform} ${process.arch}, ${availableParallelism()} cores of ${cpus()[0]?.model ?? 'unknown'}`,
  ratio: RATIO,
  'time of a sub-district': inTurns(district, 25),
  'time of a city': inTurns(city, 5),
  [`of ${district.length} organisations, ${district.filter(({ registered }) => registered <= 3).length} of them with one to three members, in ${SHOWN} days`]:
    {
      '2 %': compare(district, 2),
      '5 %': compare(district, 5),
      '10 %': compare(district, 10),
    },
}
console.log(JSON.stringify(results, null, 2))
writeFileSync(new URL('./results/quota.json', import.meta.url), `${JSON.stringify(results, null, 2)}\n`)
