import { staffRoleSchema } from '@wangge/core/access/schema'
import type { Described } from './described.ts'
import { scopeOf } from './rule.ts'
import type { Spec } from './targets.ts'

const CALLERS = ['anyone', 'public', 'org', 'person', 'staff', 'admin']
const SCOPES = ['open', 'own', 'organisation', 'subtree', 'district']
const ROLES: readonly string[] = staffRoleSchema.options

/** What the rule of a call lacks, or has that nobody knows. */
export function ruleGaps({ id, rule }: Described): string[] {
  if (!rule) return [`${id} has no rule`]
  const { callers, roles, scope } = rule
  const isStaffCalled = callers.includes('staff')
  const scopes = typeof scope === 'string' ? [scope] : Object.values(scope ?? {})
  const named = typeof scope === 'object' ? Object.keys(scope) : []
  return [
    ...(callers.length === 0 ? ['has no callers'] : []),
    ...(callers.length > 1 && callers.includes('anyone') ? ['is open to anyone and yet has other callers'] : []),
    ...callers.filter((one) => !CALLERS.includes(one)).map((one) => `has an unknown caller ${one}`),
    ...(isStaffCalled && !roles?.length ? ['is called by staff without roles'] : []),
    ...(!isStaffCalled && roles ? ['has roles and is not called by staff'] : []),
    ...(roles ?? []).filter((one) => !ROLES.includes(one)).map((one) => `has an unknown role ${one}`),
    ...(scopes.length === 0 ? ['has no scope'] : []),
    ...scopes.filter((one) => !SCOPES.includes(one)).map((one) => `has an unknown scope ${one}`),
    // What is left out would be open without anybody having said so.
    ...(named.length > 0 ? callers.filter((one) => !named.includes(one)).map((one) => `has no scope for ${one}`) : []),
  ].map((gap) => `${id} ${gap}`)
}

/** What is missing to try a call on one's own record and on another's. */
export function targetGaps({ id, path, rule }: Described, specs: readonly Spec[] | undefined): string[] {
  if (!specs || specs.length === 0) return [`${id} has no record to be tried on`]
  const isOpen = !rule || rule.callers.every((one) => scopeOf(rule, one) === 'open')
  if (isOpen) return []
  const isDistrict = rule.callers.every((one) => scopeOf(rule, one) === 'district')
  const lone = specs.filter(({ there }) => !there)
  return [
    ...(lone.length > 0 && path.includes('{') ? ['names a record and has none of another’s'] : []),
    ...(lone.some(({ kind, alone }) => alone === undefined || (kind === 'district' && !isDistrict && !isByCode(rule)))
      ? ['has no record of another’s, and does not say why']
      : []),
  ].map((gap) => `${id} ${gap}`)
}

/** Calls for anyone reach no more than the code or token that comes with them. */
const isByCode = ({ callers }: NonNullable<Described['rule']>) => callers.includes('anyone')
