import type { Context } from '../context.ts'
import { notFound } from '../problem.ts'
import { publicAddress } from '../public-address.ts'
import { districtCode } from '../storage/load-reference.ts'

/**
 * One server, one district: who names another is not answered with this one’s. It is called as in its data, or as its address.
 * @throws ProblemError 404 `unknown-jurisdiction`
 */
export async function expectJurisdiction(context: Context, request: Request, id: string | undefined): Promise<void> {
  if (id === undefined) return
  const { hostname, host } = new URL(publicAddress(context, request))
  if (id === hostname || id === host || id === (await districtCode(context.db, context.districtId))) return
  throw notFound('unknown-jurisdiction', 'jurisdiction_id provided was not found')
}
