import { gridHealthSchema } from '@wangge/core/grid/schema'
import { operation } from '../operation.ts'
import { gridsQuerySchema } from '../schema.ts'
import { districtHealth } from '../storage/grid-health.ts'
import { expectWholeDistrict } from './admin.ts'

export const getGridHealth = operation({
  method: 'GET',
  path: '/v1/grids:health',
  id: 'getGridHealth',
  summary: 'How complete the grids are in area, level and staff against what was declared, what is missing by name',
  access: ['staff'],
  roles: ['street', 'inspector', 'auditor'],
  scope: 'district',
  query: gridsQuerySchema,
  answers: { 200: { description: 'As of `at`, or now', schema: gridHealthSchema } },
  async handle({ context, principal, query, now }) {
    await expectWholeDistrict(context, principal)
    const { asOf, ...tag } = await districtHealth(context, query.at ?? new Date(now).toISOString())
    return { status: 200, body: { asOf, ...tag }, tag }
  },
})
