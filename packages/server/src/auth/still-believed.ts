import { decodeJwt } from 'jose'
import type { Context } from '../context.ts'
import { ProblemError } from '../problem.ts'
import { findHostIssuer } from '../storage/host-issuers.ts'
import { findSession } from '../storage/sessions.ts'
import { bearerOf, identifySite } from './authenticate.ts'
import { LEEWAY } from './host-token.ts'
import { identifyStaff } from './identify-staff.ts'

const asking = new WeakMap<Context, Map<string, Promise<boolean>>>()

/**
 * Whether whoever opened a stream with these headers would still be believed: their key, token, session or issuer was not
 * taken back since, nor has a host's token run out. Looking is not using: a session
 * grows idle behind an open stream. Many streams that ask at once about the same credentials ask the database once.
 */
export function stillBelieved(context: Context, headers: Headers): Promise<boolean> {
  const asked = asking.get(context) ?? new Map<string, Promise<boolean>>()
  asking.set(context, asked)
  const name = JSON.stringify(['authorization', 'wangge-site-key', 'origin'].map((header) => headers.get(header)))
  const answer = asked.get(name) ?? believed(context, headers)
  asked.set(name, answer)
  // Not longer than this turn: what is asked after the next commit must not hear what held before it.
  queueMicrotask(() => asked.delete(name))
  return answer
}

async function believed(context: Context, headers: Headers): Promise<boolean> {
  try {
    const token = bearerOf(headers)
    if (token !== undefined && !token.includes('.')) {
      await identifyStaff(context, token, findSession)
      return true
    }
    await identifySite(context, headers.get('wangge-site-key') ?? '', headers.get('origin'))
    if (token === undefined) return true
    const { iss = '', exp = 0 } = decodeJwt(token)
    return (exp + LEEWAY) * 1000 > context.clock() && (await findHostIssuer(context, iss)) !== undefined
  } catch (error) {
    if (error instanceof ProblemError) return false
    throw error
  }
}
