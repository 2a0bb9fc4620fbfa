import { operation } from '../operation.ts'
import type { AnyOperation } from '../operation.ts'
import { dataMap, dataMapSchema } from '../privacy/data-map.ts'
import type { DataMap } from '../privacy/data-map.ts'
import { noQuerySchema } from '../schema.ts'

/** @param operations whose answers tell who sees what */
export function describeData(operations: readonly AnyOperation[]): AnyOperation {
  let map: DataMap | undefined
  return operation({
    method: 'GET',
    path: '/v1/data-map',
    id: 'getDataMap',
    summary: 'Which personal data is kept: why, on what basis, how long, who sees it, how it is erased',
    access: ['anyone'],
    scope: 'open',
    query: noQuerySchema,
    answers: { 200: { description: 'By table and column', schema: dataMapSchema } },
    handle: async () => ({ status: 200, body: (map ??= dataMap(operations)) }),
  })
}
