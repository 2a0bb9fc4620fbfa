import type { GridRecord } from '@wangge/core/grid/schema'
import { POLICY } from '../seed/seed-district.ts'
import type { Tx } from './database.ts'

/** Where districts are whose data does not say otherwise. */
const TIME_ZONE = 'Asia/Shanghai'

/** The district of grids that came without it, named as its root is. */
export async function ensureDistrict(tx: Tx, districtId: string, root: GridRecord, now: number): Promise<void> {
  await tx
    .insertInto('districts')
    .values({
      district_id: districtId,
      code: root.id,
      name: JSON.stringify(root.name),
      time_zone: TIME_ZONE,
      targets: '{}',
      consent: '{}',
      sign_up_policy: JSON.stringify(POLICY),
      reference_at: new Date(now).toISOString(),
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}
