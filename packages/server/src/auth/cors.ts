import type { Context } from '../context.ts'
import { ProblemError } from '../problem.ts'
import { isKnownOrigin } from '../storage/site-keys.ts'

const ALLOWED_HEADERS =
  'content-type, wangge-site-key, authorization, idempotency-key, if-none-match, last-event-id, wangge-proof'
const EXPOSED_HEADERS = 'date, etag, retry-after, ratelimit, ratelimit-policy, idempotency-replayed, location'

/** Administration is called by no site's page: only by those of staff. */
const isForStaffOnly = (route: string | undefined): boolean => route?.startsWith('/v1/admin/') ?? false

/** Answers a preflight for origins of any active key: which key it will be is not known before the call itself. */
export async function preflight(
  context: Context,
  request: Request,
  { methods, route }: { methods: string; route: string },
): Promise<Response> {
  const origin = request.headers.get('origin')
  if (!origin) throw new ProblemError(403, 'origin-required', 'A preflight names its origin')
  if (!(await isOwnOrigin(context, origin, route))) {
    throw new ProblemError(403, 'origin-not-allowed', 'Neither a site key nor a page of staff is of this origin')
  }
  return new Response(null, {
    status: 204,
    headers: {
      'access-control-allow-methods': methods,
      'access-control-allow-headers': ALLOWED_HEADERS,
      'access-control-max-age': '600',
    },
  })
}

/**
 * Lets a page of a known origin read the answer, a problem too.
 * `believed`: the caller came with a key of its own origin, no need to look it up again.
 */
export async function allowOrigin(
  context: Context,
  request: Request,
  headers: Headers,
  { believed, route }: { believed: boolean; route: string | undefined },
): Promise<void> {
  headers.append('vary', 'Origin, Wangge-Site-Key, Authorization')
  const origin = request.headers.get('origin')
  if (!origin || !(believed || (await isOwnOrigin(context, origin, route)))) return
  headers.set('access-control-allow-origin', origin)
  headers.set('access-control-expose-headers', EXPOSED_HEADERS)
}

const isOfStaff = (service: Context['signInService'], origin: string): boolean => service?.origins.includes(origin) ?? false

/** Of a site key, or of a page that staff sign in from. */
export const isOwnOrigin = async (
  { db, districtId, clock, signInService }: Context,
  origin: string,
  route: string | undefined,
): Promise<boolean> =>
  isOfStaff(signInService, origin) || (!isForStaffOnly(route) && (await isKnownOrigin(db, districtId, origin, clock())))
