import { runVerb } from './run-verb.ts'

/** `wangge grid check|clean|locate|convert|dissolve|simplify`: the borders of a file, without a server. */
export const grid = (args: string[]): Promise<void> =>
  runVerb(
    'grid',
    {
      check: async (rest) => (await import('./grid-check.ts')).check(rest),
      clean: async (rest) => (await import('./grid-clean.ts')).clean(rest),
      locate: async (rest) => (await import('./grid-locate.ts')).locate(rest),
      convert: async (rest) => (await import('./grid-convert.ts')).convertFile(rest),
      dissolve: async (rest) => (await import('./grid-derive.ts')).dissolveFile(rest),
      simplify: async (rest) => (await import('./grid-derive.ts')).simplifyFile(rest),
    },
    args,
  )
