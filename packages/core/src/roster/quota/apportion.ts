import type { Id } from '../../schema.ts'
import { CallQueue } from './call-queue.ts'
import { commonDenominator, NO_CARRY } from './carry.ts'
import type { OrganisationCarry, QuotaCarry, Ratio } from './carry.ts'
import { expectApportionable } from './expect-apportionable.ts'
import { createUnitClock } from './unit-clock.ts'
import { WaitingList } from './waiting-list.ts'

export interface QuotaOrganisation {
  id: Id
  /** Members on its roll, 在册党员人数; 0 takes no part. */
  registered: number
}

export interface QuotaExemption {
  id: Id
  /** First day of it, counted from 0. @defaultValue 0 */
  from?: number
  /** First day after it. @defaultValue `days` */
  to?: number
}

export interface ApportionOptions {
  organisations: readonly QuotaOrganisation[]
  /** Share of the registered members asked for each day, from 0 to 1: `{ num: 5, den: 100 }`. */
  ratio: Ratio
  /** How many days. */
  days: number
  /** Who is not called, and when; an id alone for all days. */
  exempt?: readonly (Id | QuotaExemption)[]
  /** What the days before left. @defaultValue nothing: all begin alike */
  carry?: QuotaCarry
}

export interface Apportionment {
  /** Persons due of all organisations together, by day. */
  totals: number[]
  /** In the order given; `due` by day. */
  organisations: { id: Id; due: number[] }[]
  /** For the call that goes on from here. */
  carry: QuotaCarry
}

/** Up to this ratio a branch of at most `SMALL` members is not called on two days running. */
const REST_RATIO: Ratio = { num: 1, den: 10 }
const SMALL = 2

/**
 * How many persons each organisation owes on each of some days: 按在册党员人数每日一定比例.
 *
 * **The day's total.** After d days `⌊carry.total + d·ratio·S⌋` persons have been due in all, S being the members of all who
 * take part; a day's total is the difference. It is met exactly. (Were everybody at rest, what is open waits for the next day.)
 *
 * **Whose turn.** The persons due are units of one clock. Unit k of an organisation of w members is released when its exact
 * share passes k − 1, and due when the share is k, at k·S/w; since a day may end between two units of the clock, it is due
 * at the last one not after that, ⌊k·S/w⌋, never later than ⌈k·S/w⌉. Of the released the earliest due date is called; ties go
 * to the organisation with more members, then to the lower id. (R. Tijdeman, The chairman assignment problem, 1980; the
 * quotatone methods of M. L. Balinski and H. P. Young.) Such a call never comes late: the units released from s on and due
 * by t are fewer than (t + 1 − s)·Σw/S, so at most t − s.
 *
 * From that, with no carry: at every unit and at the end of every day an organisation has been called ⌊share⌋ or ⌈share⌉
 * times, within one person-day of its exact share `days·ratio·w`; who was called stays called when days are added; the clock
 * repeats after S units, so that nobody is forgotten.
 *
 * **Limits.** An organisation is due no more persons on a day than it has members. At a ratio of a tenth or less one of one
 * or two members rests on the day after its call; its unit is released after the rest, which was found to cost no due
 * date in any district of up to 30 members, each of which a test goes through, nor in random larger ones.
 *
 * **Epochs.** A change of membership begins a new call with `carry`; an exemption begins and ends an epoch within the call.
 * Each begins a new clock from the exact credits (share less calls, whole numbers over one denominator); what exempt
 * organisations or such that left owe or have in advance is shared by all present in proportion until they return. So
 * an organisation of credit c (and s = c − Σc·w/S on the clock) is, through the whole epoch,
 * - ahead by less than `max(1, −s)` person-days: nobody who is ahead is called while another may be,
 * - behind by less than `max(1, s) + (N + 1)·w/S`, N being the number of organisations: one person-day and its size over the
 *   mean size; a branch of one or two, whom a rest may hold up, by two days of its share more.
 *
 * No time, no randomness, no order of the input enters: the same facts give the same calls.
 * @throws SdkError `bad-argument` where a number is none of the expected, an id comes twice or is unknown, or the exact shares
 *   would go beyond 2^53
 * @example
 * apportion({ organisations: [{ id: 'a', registered: 20 }, { id: 'b', registered: 10 }], ratio: { num: 1, den: 10 }, days: 2 })
 * // { totals: [3, 3], organisations: [{ id: 'a', due: [2, 2] }, { id: 'b', due: [1, 1] }], carry: { den: 10, total: 0, … } }
 */
export function apportion({ organisations, ratio, days, exempt = [], carry = NO_CARRY }: ApportionOptions): Apportionment {
  const exemptions = exempt.map((one) =>
    typeof one === 'string' ? { id: one, from: 0, to: days } : { from: 0, to: days, ...one },
  )
  expectApportionable({ organisations, ratio, days, exemptions, carry })
  const ledger = openLedger(organisations, carry, ratio)
  const isExempt = (id: Id, day: number) => exemptions.some((one) => one.id === id && one.from <= day && day < one.to)
  const exemptIds = new Set(exemptions.map(({ id }) => id))
  const turns = new Set([0, days, ...exemptions.flatMap(({ from, to }) => [from, to])])
  const bounds = [...turns].filter((day) => day >= 0 && day <= days).sort((one, other) => one - other)
  bounds.slice(1).forEach((end, index) => {
    const begin = bounds[index]!
    const present = ledger.accounts.filter(({ id, registered }) => registered > 0 && !(exemptIds.has(id) && isExempt(id, begin)))
    runEpoch(ledger, present, begin, end)
  })
  return {
    totals: ledger.totals,
    organisations: ledger.accounts.map(({ id, due }) => ({ id, due })),
    carry: closeLedger(ledger, carry, days),
  }
}

interface Account extends QuotaOrganisation {
  /** In 1/den. */
  credit: number
  /** Day of its last call; the day before the first is −1. */
  lastCall: number
  due: number[]
}

interface Ledger {
  den: number
  /** Daily share of one member, in 1/den. */
  perMember: number
  rests: boolean
  total: number
  totals: number[]
  accounts: Account[]
}

const LONG_AGO = -2

function openLedger(organisations: readonly QuotaOrganisation[], carry: QuotaCarry, ratio: Ratio): Ledger {
  const den = commonDenominator(carry, ratio)
  const scale = den / carry.den
  const known = new Map(carry.organisations.map((one) => [one.id, one]))
  return {
    den,
    perMember: (ratio.num * den) / ratio.den,
    rests: ratio.num * REST_RATIO.den <= ratio.den * REST_RATIO.num,
    total: carry.total * scale,
    totals: [],
    accounts: organisations.map(({ id, registered }) => {
      const { credit = 0, called = false } = known.get(id) ?? {}
      return { id, registered, credit: credit * scale, lastCall: called ? -1 : LONG_AGO, due: [] }
    }),
  }
}

function closeLedger({ den, total, accounts }: Ledger, carry: QuotaCarry, days: number): QuotaCarry {
  const present = new Set(accounts.map(({ id }) => id))
  // Whoever is not there now keeps what they owe for the day on which they are.
  const absent = carry.organisations
    .filter(({ id }) => !present.has(id))
    .map(({ id, credit }): OrganisationCarry => ({ id, credit: (credit * den) / carry.den }))
  const own = accounts.map(({ id, credit, lastCall }): OrganisationCarry => ({
    id,
    credit,
    ...(lastCall === days - 1 && { called: true }),
  }))
  return { den, total, organisations: [...own, ...absent] }
}

/** Days from `begin` to before `end`, with the same organisations present. */
function runEpoch(ledger: Ledger, present: readonly Account[], begin: number, end: number): void {
  const { den, perMember, rests } = ledger
  for (const { due } of ledger.accounts) for (let day = begin; day < end; day += 1) due.push(0)
  const ranked = [...present].sort((one, other) => other.registered - one.registered || (one.id < other.id ? -1 : 1))
  const members = ranked.reduce((sum, { registered }) => sum + registered, 0)
  const wantedAfter = (days: number) => Math.floor((ledger.total + days * perMember * members) / den)
  const clock = createUnitClock({
    weights: ranked.map(({ registered }) => registered),
    credits: ranked.map(({ credit }) => credit),
    den,
    units: wantedAfter(end - begin),
  })
  const calls = new Int32Array(ranked.length)
  /** Of each one's next unit; the unit after it is released thereafter. */
  const dues = Float64Array.from(ranked, (_, rank) => clock.due(rank, 1))
  const releases = Float64Array.from(ranked, (_, rank) => clock.due(rank, 0) + 1)
  const ready = new CallQueue(ranked.length)
  const waiting = new WaitingList(wantedAfter(end - begin), ranked.length)
  /** Ranks that may be called again tomorrow, and on the day after. */
  let tomorrow: number[] = []
  let later: number[] = []
  let now = 0

  function enqueue(rank: number) {
    if (releases[rank]! <= now + 1) ready.push(dues[rank]!, rank)
    else waiting.add(releases[rank]!, rank)
  }

  /** The earliest due of those released; where there is none, whoever is next: all who are behind have given all they may. */
  function takeNext(): number {
    for (let rank = waiting.takeReleased(now + 1); rank >= 0; rank = waiting.takeReleased(now + 1)) ready.push(dues[rank]!, rank)
    return ready.isEmpty ? waiting.takeNext() : ready.pop()
  }

  const isSmall = ({ registered }: Account) => rests && registered <= SMALL
  ranked.forEach((account, rank) => {
    if (isSmall(account) && account.lastCall === begin - 1) tomorrow.push(rank)
    else enqueue(rank)
  })
  for (let day = begin; day < end; day += 1) {
    if (day > begin) {
      const again = tomorrow
      tomorrow = later
      later = []
      again.forEach(enqueue)
    }
    const before = now
    const wanted = wantedAfter(day - begin + 1)
    while (now < wanted) {
      const rank = takeNext()
      if (rank < 0) break
      const account = ranked[rank]!
      now += 1
      calls[rank]! += 1
      releases[rank] = dues[rank]! + 1
      dues[rank] = clock.due(rank, calls[rank]! + 1)
      account.due[day]! += 1
      account.lastCall = day
      if (isSmall(account)) later.push(rank)
      else if (account.due[day] === account.registered) tomorrow.push(rank)
      else enqueue(rank)
    }
    ledger.totals.push(now - before)
  }
  const days = end - begin
  ledger.total += days * perMember * members - now * den
  ranked.forEach((account, rank) => (account.credit += days * perMember * account.registered - calls[rank]! * den))
}
