import { randomBytes } from 'node:crypto'
import { createKeyring } from '../../packages/server/src/privacy/keyring.ts'
import { openDatabase } from '../../packages/server/src/storage/database.ts'
import type { Database } from '../../packages/server/src/storage/database.ts'
import { migrate } from '../../packages/server/src/storage/migrate.ts'

export interface Figures {
  median: number
  mean: number
  p95: number
}

type Work = () => unknown

export interface HowOften {
  rounds: number
  /** Rounds before those that count. @defaultValue a tenth of them */
  warm?: number
  /** Before each work, outside its time. */
  before?: Work
}

/**
 * Milliseconds of each of several works that are measured side by side: each round runs all of them, in turns from the first
 * and from the last, so that whatever else the machine does meets all of them alike.
 */
export async function sideBySide<Name extends string>(
  { rounds, warm = Math.ceil(rounds / 10), before = () => {} }: HowOften,
  works: Record<Name, Work>,
): Promise<Record<Name, Figures>> {
  const names = Object.keys(works) as Name[]
  const times = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<Name, number[]>
  for (let round = -warm; round < rounds; round += 1) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      await before()
      const startedAt = performance.now()
      await works[name]()
      if (round >= 0) times[name].push(performance.now() - startedAt)
    }
  }
  return Object.fromEntries(names.map((name) => [name, figuresOf(times[name])])) as Record<Name, Figures>
}

function figuresOf(times: number[]): Figures {
  const sorted = times.toSorted((one, other) => one - other)
  const at = (part: number) => rounded(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))]!)
  return { median: at(0.5), mean: rounded(times.reduce((sum, time) => sum + time, 0) / times.length), p95: at(0.95) }
}

export const rounded = (value: number): number => Number(value.toPrecision(3))

export const newKeyring = () => createKeyring({ fieldKeys: [{ kid: 'k1', key: randomBytes(32) }], hashKey: randomBytes(32) })

export async function openMigrated(databaseUrl: string): Promise<Database> {
  const database = await openDatabase({ databaseUrl })
  await migrate(database)
  return database
}
