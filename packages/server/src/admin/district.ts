import { gridHealthSchema } from '@wangge/core/grid/schema'
import { declareTargets } from '../storage/declare-targets.ts'
import { districtHealth } from '../storage/grid-health.ts'
import type { DeclaredOrganisations } from '@wangge/core/roster'
import { declaredOrganisationsSchema, organisationsCheckSchema } from '@wangge/core/roster/schema'
import { declareOrganisations } from '../storage/reconciliation.ts'
import { command, OWNER } from './command.ts'
import { declareTargetsSchema, districtHealthQuerySchema, districtTargetsSchema } from './district-schema.ts'

export const DISTRICT_COMMANDS = {
  'district-health': command({
    summary: 'How complete the grids are in area, level and staff against what was declared, what is missing by name',
    input: districtHealthQuerySchema,
    output: gridHealthSchema,
    run: (context, { at }) => districtHealth(context, at ?? new Date(context.clock()).toISOString()),
  }),
  'district-targets': command({
    summary: 'How many grids of each level there are to be; sets those that are named',
    input: declareTargetsSchema,
    output: districtTargetsSchema,
    forStreet: true,
    run: (context, { targets }, actor = OWNER) => declareTargets(context, targets, actor),
  }),
  'district-organisations': command({
    summary:
      'How many organisations there are against what was declared, the remainder shown, and what is wrong with them; declares what is named',
    input: declaredOrganisationsSchema,
    output: organisationsCheckSchema,
    forStreet: true,
    run: (context, declared, actor = OWNER) => declareOrganisations(context, declared as DeclaredOrganisations, actor),
  }),
}
