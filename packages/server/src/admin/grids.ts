import { gridListSchema } from '@wangge/core/grid/schema'
import { instantSchema } from '@wangge/core/schema'
import * as z from 'zod/mini'
import { importGrids } from '../storage/import-grids.ts'
import { loadGrids } from '../storage/load-reference.ts'
import { redrawByOwner } from '../storage/redraw-grids.ts'
import { gridsAt } from '@wangge/core/grid'
import { command, OWNER } from './command.ts'
import { gridImportReportSchema, importGridsSchema, redrawGridsSchema } from './import-grids-schema.ts'

/** Bytes: five times the grids of a large subdistrict, each with a finely drawn outline. */
const IMPORT_LIMIT = 16 * 1024 * 1024

export const GRID_COMMANDS = {
  'grids-import': command({
    summary: 'Takes over a whole tree of grids: at first creates it, later redraws; refused where it is no tree or no partition',
    input: importGridsSchema,
    output: gridImportReportSchema,
    maxSize: IMPORT_LIMIT,
    run: (context, input, actor = OWNER) => importGrids(context, input, actor),
  }),
  'grids-redraw': command({
    summary: 'Splits, merges or redraws grids from an instant on; refused where the parts do not cover what the grids did',
    input: redrawGridsSchema,
    output: gridImportReportSchema,
    maxSize: IMPORT_LIMIT,
    run: (context, input, actor = OWNER) => redrawByOwner(context, { ...input, now: context.clock() }, actor),
  }),
  'grids-export': command({
    summary: 'The grids with their outlines, as of an instant',
    input: z.strictObject({ at: z.optional(instantSchema) }),
    output: gridListSchema,
    async run({ db, districtId, clock }, { at }) {
      const asOf = at ?? new Date(clock()).toISOString()
      return { asOf, grids: gridsAt(await loadGrids(db, districtId), asOf) }
    },
  }),
}
