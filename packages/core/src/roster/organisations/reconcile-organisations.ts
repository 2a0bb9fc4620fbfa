import type { Organisation, OrganisationKind } from '../schema.ts'

/** What a district says it has; what it does not say is not compared. */
export interface DeclaredOrganisations {
  /** Primary organisations of all kinds, without those that are counted apart. */
  total?: number
  byKind?: Partial<Record<OrganisationKind, number>>
  /** 综合党委, counted apart. */
  composite?: number
  /** Units of the alliance, counted apart. */
  allied?: number
}

export interface Tally {
  actual: number
  declared?: number | undefined
  /** Actual less declared; only where something is declared. */
  difference?: number | undefined
}

export interface Reconciliation {
  /** Primary organisations. */
  total: Tally
  /** One for each kind that is declared by number, in the order of the declaration. */
  kinds: (Tally & { kind: OrganisationKind })[]
  /** All other primary organisations: shown, never dropped. Its declared number is what the kinds leave of the total. */
  remainder: Tally & { kinds: OrganisationKind[] }
  composite: Tally
  allied: Tally
  /** Whether nothing differs. */
  reconciled: boolean
}

/**
 * The organisations against what is declared: Σ kinds + remainder = total (INV-11; the article has 670 = 157 + 504 and nine
 * that it does not name). The work committee, the composite committees and allied units are no part of that total.
 * @example
 * reconcileOrganisations(organisations, { total: 670, byKind: { courtyard: 157, twoNew: 504 } }).remainder
 * // { actual: 9, declared: 9, difference: 0, kinds: ['agency', 'other'] }
 */
export function reconcileOrganisations(
  organisations: readonly Pick<Organisation, 'kind' | 'allied'>[],
  declared: DeclaredOrganisations = {},
): Reconciliation {
  const { byKind = {} } = declared
  const primary = organisations.filter(({ kind, allied }) => !allied && kind !== 'workCommittee' && kind !== 'composite')
  const named = (Object.keys(byKind) as OrganisationKind[]).filter((kind) => byKind[kind] !== undefined)
  const kinds = named.map((kind) => ({ kind, ...tally(count(primary, kind), byKind[kind]) }))
  const rest = primary.filter(({ kind }) => !named.includes(kind))
  const declaredByKind = named.reduce((sum, kind) => sum + byKind[kind]!, 0)
  const result = {
    total: tally(primary.length, declared.total),
    kinds,
    remainder: {
      ...tally(rest.length, declared.total === undefined ? undefined : declared.total - declaredByKind),
      kinds: [...new Set(rest.map(({ kind }) => kind))].sort(),
    },
    composite: tally(organisations.filter(({ kind, allied }) => kind === 'composite' && !allied).length, declared.composite),
    allied: tally(organisations.filter(({ allied }) => allied).length, declared.allied),
  }
  const { total, remainder, composite, allied } = result
  const reconciled = [total, ...kinds, remainder, composite, allied].every(({ difference = 0 }) => difference === 0)
  return { ...result, reconciled }
}

const count = (organisations: readonly Pick<Organisation, 'kind'>[], kind: OrganisationKind) =>
  organisations.filter((one) => one.kind === kind).length

const tally = (actual: number, declared: number | undefined): Tally =>
  declared === undefined ? { actual } : { actual, declared, difference: actual - declared }
