import { parseArgs } from 'node:util'
import type { ParseArgsConfig } from 'node:util'
import { UsageError } from './usage-error.ts'

type Options = NonNullable<ParseArgsConfig['options']>

/** @throws UsageError for an option or a value that is not expected */
export function readArguments<T extends Options>(args: string[], options: T) {
  try {
    return parseArgs({ args, options, strict: true, allowPositionals: false }).values
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
}

/** @throws UsageError */
export function wholeNumber(name: string, text: string, least: number, most: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN
  if (value >= least && value <= most) return value
  throw new UsageError(`${name}: expected a whole number from ${least} to ${most}, got ${text}`)
}

/** @throws UsageError */
export function required<T>(name: string, expected: string, value: T | undefined): T {
  if (value !== undefined) return value
  throw new UsageError(`${name}: expected ${expected}, got nothing`)
}

/** Options of every command that touches data. */
export const DATA_OPTIONS = {
  data: { type: 'string', default: '.wangge/data' },
  district: { type: 'string', default: process.env.WANGGE_DISTRICT ?? 'main' },
} as const
