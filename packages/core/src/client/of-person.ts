import type { Resource, Snapshot } from '../cache/index.ts'
import { isSdkError } from '../errors.ts'
import type { Identity, TokenSource } from '../ports/index.ts'

export interface OfPersonOptions<T> {
  /** Absent where the client has no token. */
  tokens: TokenSource | undefined
  /** The resource of a person, or of nobody where there is something to show without a name. */
  open: (person: string | undefined) => Resource<T> | undefined
  /** What there is where nobody is here and nothing can be opened for them. */
  nothing: Snapshot<T>
}

/** A resource of whoever is here: another person's sign-in shows theirs, and nothing of the one before. */
export function ofPerson<T>({ tokens, open, nothing }: OfPersonOptions<T>): Resource<T> {
  /** What to show before, or instead of, a person's own. */
  function unknown({ state, error }: Identity): Snapshot<T> {
    if (state === 'failed') return { ...nothing, ...(error ? { error } : {}) }
    return state === 'asking' ? { refreshing: true } : nothing
  }

  return {
    subscribe(listener) {
      let over = false
      let shown: { person: string | undefined; isOpen: boolean } | undefined
      let stop = () => {}

      function show(identity: Identity) {
        const person = identity.personKey
        if (shown && shown.person === person && person !== undefined) return
        const resource = open(person)
        if (shown?.person === person && shown?.isOpen && resource) return
        stop()
        stop = () => {}
        shown = { person, isOpen: resource !== undefined }
        // Whose records were shown is not here any more: nothing of theirs is left in what follows.
        if (!resource) return listener(unknown(identity))
        stop = resource.subscribe((snapshot) => over || listener(snapshot))
        if (over) stop()
      }

      show(tokens?.identity() ?? { state: 'none' })
      const unsubscribe = tokens?.subscribe((identity) => over || show(identity))
      askFor(tokens)
      return () => {
        over = true
        unsubscribe?.()
        stop()
      }
    },
    async refresh() {
      try {
        const person = await tokens?.person({ urgent: true })
        return (await open(person)?.refresh()) ?? nothing
      } catch (error) {
        if (!isSdkError(error)) throw error
        const known = await open(tokens?.identity().personKey)?.refresh()
        return known ?? { ...nothing, error }
      }
    },
  }
}

/** Finds out who is here, where nobody knows yet; whoever wants to know is told by the identity. */
export function askFor(tokens: TokenSource | undefined): void {
  if (tokens && tokens.identity().state !== 'known') void tokens.person().catch(() => {})
}
