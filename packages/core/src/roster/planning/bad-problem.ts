import { SdkError } from '../../errors.ts'
import type { Id } from '../../schema.ts'

export const badProblem = (expected: string, came: string) => new SdkError('bad-argument', `Expected ${expected}, got ${came}`)

/** Places of records by their ids. @throws SdkError `bad-argument` where an id comes twice */
export function placesOf(records: readonly { id: Id }[], kind: string): Places {
  const places = new Map<Id, number>()
  records.forEach(({ id }, at) => {
    if (places.has(id)) throw badProblem(`each ${kind} once`, `${id} twice`)
    places.set(id, at)
  })
  return (id) => {
    const place = places.get(id)
    if (place === undefined) throw badProblem(`a ${kind} of the problem`, id)
    return place
  }
}

/** Place of a record. @throws SdkError `bad-argument` for an id that is not there */
export type Places = (id: Id) => number
