import type { Population } from './people.ts'
import { INTRANET } from './settings.ts'

export interface Employee {
  orgId: string
  personId: string
  /** 工号. */
  staffNumber: string
}

/** Staff numbers of the company whose intranet is the example, in the order of its roll: whom its backend vouches for. */
export const numberStaff = ({ members }: Population): Employee[] =>
  members.get(INTRANET)!.map(({ id: personId }, k) => ({
    orgId: INTRANET,
    personId,
    staffNumber: `H${String(k + 1).padStart(3, '0')}`,
  }))
