import type { Id, Localized, Position } from '../../schema.ts'
import { fold, indexNames } from '../../table/index-names.ts'

/** What a post, a duty or an evaluation point stands at, e.g. a crossing. */
export interface StandingPlace {
  id: Id
  /** E.g. `intersection`. */
  class: string
  name: Localized
  /** WGS-84. */
  position?: Position
  /** Those that it lies in or at the border of. */
  gridIds?: readonly Id[]
}

/** The places of a district by their names, those too that earlier rows of a table have made. */
export interface NamedPlaces {
  /** Ids of those with this id or whole name, of a class where one is given; what rows made comes after what there is. */
  find(text: string, ofClass?: string): readonly Id[]
  /** Keeps a new place; the id by which it is known from now on. */
  make(place: StandingPlace): Id
  made(): readonly StandingPlace[]
}

export function namePlaces(known: readonly StandingPlace[]): NamedPlaces {
  const made = new Map<string, StandingPlace[]>()
  const ofEach = new Map<string | undefined, ReturnType<typeof indexNames>>()
  const knownOf = (ofClass: string | undefined) => {
    const index = ofEach.get(ofClass) ?? indexNames(known.filter((one) => ofClass === undefined || one.class === ofClass))
    ofEach.set(ofClass, index)
    return index
  }
  return {
    find(text, ofClass) {
      const found = knownOf(ofClass).find(text)
      if (found.length > 0) return found
      const some = made.get(fold(text)) ?? []
      return some.filter((one) => ofClass === undefined || one.class === ofClass).map(({ id }) => id)
    },
    make(place) {
      const name = fold(place.name.zh)
      made.set(name, [...(made.get(name) ?? []), place])
      return place.id
    },
    made: () => [...made.values()].flat(),
  }
}
