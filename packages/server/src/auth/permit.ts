import { ProblemError } from '../problem.ts'
import type { AnyOperation } from '../operation.ts'
import type { Principal } from './principal.ts'

type Rules = Pick<AnyOperation, 'id' | 'access' | 'roles' | 'inPerson'>

/**
 * Lets a believed caller through to an operation, with only those of their grants under which they may call it.
 * @throws ProblemError 401 `token-required`; 403 `audience-not-allowed`, `call-not-allowed`, `role-not-allowed`, `session-required`
 */
export function permit(principal: Principal, { id, access, roles = [], inPerson }: Rules): Principal {
  if (!isAllowed(principal, access)) throw notAllowed(principal, access)
  if ('calls' in principal && principal.calls && !principal.calls.includes(id)) {
    throw new ProblemError(403, 'call-not-allowed', 'The site key is not for this call', {
      detail: `Expected one of ${principal.calls.join(', ')}, got ${id}`,
    })
  }
  if (principal.kind !== 'staff') return principal
  if (inPerson && principal.isMachine) {
    throw new ProblemError(403, 'session-required', 'This call is for the person themselves, who has signed in')
  }
  const grants = principal.grants.filter(({ role }) => roles.includes(role))
  if (grants.length > 0) return { ...principal, grants }
  const held = [...new Set(principal.grants.map(({ role }) => role))]
  throw new ProblemError(403, 'role-not-allowed', 'This call is for other roles', {
    detail: `Expected ${roles.join(' or ')}, got ${held.join(', ')}`,
  })
}

/** Whatever an organisation's key may call, a person behind it may call too. */
const isAllowed = ({ kind }: Principal, access: Rules['access']): boolean =>
  kind !== 'none' && (access.includes(kind) || (kind === 'person' && access.includes('org')))

function notAllowed({ kind }: Principal, access: Rules['access']): ProblemError {
  if (kind === 'org' && access.includes('person')) {
    return new ProblemError(401, 'token-required', 'This call needs a token of the host that says who the employee is', {
      headers: { 'www-authenticate': 'Bearer' },
    })
  }
  return new ProblemError(403, 'audience-not-allowed', 'These credentials do not reach this call', {
    detail: `Expected ${access.join(' or ')}, got ${kind}`,
  })
}
