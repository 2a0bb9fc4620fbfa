import { askedLast, holderOf } from '@wangge/core/issue'
import type { Issue } from '@wangge/core/issue/schema'

/** Whom lists find an issue by: written with each step, so that they need no history. */
export function askedAndHeld(issue: Pick<Issue, 'state' | 'history'>) {
  const holder = holderOf(issue)
  return {
    askedOrgId: askedLast(issue)?.orgId ?? null,
    holderRole: holder?.role ?? null,
    holderPlace: holder?.orgId ?? holder?.gridId ?? null,
  }
}
