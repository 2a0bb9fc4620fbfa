import { UsageError } from './usage-error.ts'

type Verb = (args: string[]) => Promise<void>

/** Runs `wangge <command> <verb> …`. @throws UsageError for a verb that the command does not know */
export async function runVerb(command: string, verbs: Record<string, Verb>, [name, ...args]: string[]): Promise<void> {
  const verb = name !== undefined && Object.hasOwn(verbs, name) ? verbs[name] : undefined
  if (verb) return verb(args)
  const [last, ...others] = Object.keys(verbs).reverse()
  const expected = others.length > 0 ? `${others.reverse().join(', ')} or ${last}` : last
  throw new UsageError(`${command}: expected ${expected}, got ${name ?? 'nothing'}`)
}
