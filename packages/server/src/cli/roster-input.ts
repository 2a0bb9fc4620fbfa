import { readFile } from 'node:fs/promises'
import { rosterPlanSchema, rosterProblemSchema } from '@wangge/core/roster/schema'
import type { RosterPlan, RosterProblem } from '@wangge/core/roster/schema'
import type { FieldError } from '@wangge/core/schema'
import type * as z from 'zod/mini'
import { parseBody } from '../parse.ts'
import { ProblemError } from '../problem.ts'
import { UsageError } from './usage-error.ts'

/** So many things that are wrong are told; the rest are counted. */
const MOST_TOLD = 10

/** @throws UsageError that says where in the file what was expected and what came */
export const readProblem = (file: string): Promise<RosterProblem> => read(file, rosterProblemSchema, 'a roster problem')

/** @throws UsageError as above */
export const readPlan = (file: string): Promise<RosterPlan> => read(file, rosterPlanSchema, 'a roster plan')

async function read<T>(file: string, schema: z.ZodMiniType<T>, what: string): Promise<T> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(`Expected a file with ${what}, got ${error.code ?? error.message} for ${file}`, { cause: error })
  })
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw new UsageError(`Expected JSON in ${file}, got ${(error as Error).message}`, { cause: error })
  }
  try {
    return parseBody(schema, value)
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error
    const { errors = [] } = error.details
    const more = errors.length > MOST_TOLD ? [`… and ${errors.length - MOST_TOLD} more`] : []
    const lines = [...errors.slice(0, MOST_TOLD).map(lineOf), ...more]
    throw new UsageError(`Expected ${what} in ${file}:\n${lines.map((line) => `  ${line}`).join('\n')}`, { cause: error })
  }
}

/** @example lineOf({ path: ['slots', 3, 'endsAt'], … }) // 'slots[3].endsAt: Expected an instant …' */
function lineOf({ path, message }: FieldError): string {
  const where = path.map((part, index) => (typeof part === 'number' ? `[${part}]` : index === 0 ? part : `.${part}`)).join('')
  return `${where === '' ? 'the file' : where}: ${message}`
}
