import * as z from 'zod/mini'
import { isCode } from './codes/is-code.ts'

export const gridCodeFields = {
  scheme: z.enum(['nbs12', 'unit15', 'cjt349', 'wecom', 'local']),
  value: z.string().check(z.minLength(1), z.maxLength(40)),
}

const plainCodeSchema = z.object(gridCodeFields)
export type GridCode = z.infer<typeof plainCodeSchema>

/** Whether a code is written as records keep it. */
export const isWrittenCode = z.refine<GridCode>(({ scheme, value }) => isCode(scheme, value), {
  path: ['value'],
  error: 'Expected a code in the way of writing that parseCode gives',
})

/** Codes are aliases, never keys: the same grid has another code in every system. */
export const gridCodeSchema = plainCodeSchema.check(isWrittenCode)
