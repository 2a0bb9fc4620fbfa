/** A page that dies: from a step of its work on nothing answers it any more. */
export interface Life {
  wrap<T extends object>(target: T): T
  /** Dies behind so many steps more. */
  dieAfter(steps: number): void
  die(): void
  isDead(): boolean
}

export function createLife(onDeath: () => void): Life {
  let left = Infinity
  let isDead = false
  const never = new Promise<never>(() => {})
  const die = () => {
    if (isDead) return
    isDead = true
    onDeath()
  }
  /** Whether the page lives on behind this step. */
  const step = () => {
    left -= 1
    if (left < 0) die()
    return !isDead
  }
  return {
    wrap: (target) =>
      new Proxy(target, {
        get(object, name) {
          const value = Reflect.get(object, name) as unknown
          if (typeof value !== 'function') return value
          return async (...args: unknown[]) => {
            if (!step()) return never
            // It may die while this is under way, and what it asked for happens all the same.
            const done = await Promise.resolve((value as (...all: unknown[]) => unknown).apply(object, args)).then(
              (result) => ({ result }),
              (error: unknown) => ({ error }),
            )
            if (!step()) return never
            if ('error' in done) throw done.error
            return done.result
          }
        },
      }),
    dieAfter: (steps) => void (left = steps),
    die,
    isDead: () => isDead,
  }
}
