import { previewRedrawSchema, redrawCommandSchema } from '@wangge/core/grid/schema'
import { principalName } from '../auth/principal.ts'
import { commandFingerprint } from '../fingerprint.ts'
import { operation } from '../operation.ts'
import { gridRedrawPreviewSchema, gridRedrawSchema } from '../redraw-schema.ts'
import { noQuerySchema } from '../schema.ts'
import { previewStored, redrawChange, redrawStored } from '../storage/redraw-grids.ts'
import { write } from '../storage/write.ts'
import { expectWholeDistrict } from './admin.ts'

/** Bytes: two hundred outlines, finely drawn. */
const LARGEST = 2 * 1024 * 1024

const FOR_STREET = { access: ['staff'], roles: ['street'], scope: 'district', query: noQuerySchema } as const

export const postRedrawPreview = operation({
  ...FOR_STREET,
  method: 'POST',
  path: '/v1/grids:preview',
  id: 'previewRedraw',
  summary: 'Whether grids can be split, merged or redrawn so, and what lies in those that end; nothing is written',
  json: { schema: previewRedrawSchema, maxSize: LARGEST },
  answers: { 200: { description: 'What would come of it', schema: gridRedrawPreviewSchema } },
  async handle({ context, principal, body, now }) {
    await expectWholeDistrict(context, principal)
    return { status: 200, body: await previewStored(context, { ...body, now }) }
  },
})

export const postRedraw = operation({
  ...FOR_STREET,
  method: 'POST',
  path: '/v1/grids:redraw',
  id: 'redrawGrids',
  summary: 'Splits, merges or redraws grids from an instant on; nothing that was true before is changed',
  json: { schema: redrawCommandSchema, maxSize: LARGEST },
  idempotent: true,
  answers: { 200: { description: 'Which grids end and which begin', schema: gridRedrawSchema } },
  async handle(call) {
    const { context, principal, body, now } = call
    const { id, change, effective } = body
    await expectWholeDistrict(context, principal)
    const request = { key: id, fingerprint: commandFingerprint(call), actor: principalName(principal), now }
    return write(context, request, async (tx) => ({
      status: 200,
      answer: await redrawStored(tx, context, { change, effective, now }),
      audit: { action: `${change.op}-grids`, subject: context.districtId },
      changes: [redrawChange(context.districtId, change)],
    }))
  },
})
