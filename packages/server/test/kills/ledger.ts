import { createUlid } from '@wangge/core'
import { png, reportCommand, signUpCommand } from '../harness.ts'

/** A write that was sent, and what is known of it. */
export interface Sent {
  kind: 'sign-up' | 'cancel' | 'report' | 'erase' | 'revoke'
  path: string
  body: { id: string }
  /** Staff number of the employee who sends it; absent for a resident or the street office. */
  employee?: string
  photo?: ReturnType<typeof png>
  /** Of a cancel and an erasure: the sign-up that it ends. */
  signUpId?: string
  /** Of a revocation: the key, once there is one. */
  key?: string
  /** The server's answer, once there was one. */
  answer?: { status: number; body: { receipt?: string }; replayed: boolean }
}

export const SLOTS = Array.from({ length: 12 }, (_, number) => `kill-${number}`)

/** Makes the stream of writes of one lane: sign-ups, reports with photos, cancels, erasures, revocations of keys. */
export function createStream(random: () => number, lane: number) {
  let count = 0
  const newId = () => createUlid(Date.now(), random)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!
  const standing = new Map<string, Sent>()

  const taken = (): Sent | undefined => {
    const [first] = standing.values()
    if (first) standing.delete(first.body.id)
    return first
  }

  return {
    next(): Sent {
      const number = count++
      const dice = random()
      if (dice < 0.04) return { kind: 'revoke', path: '/v1/admin/key-revoke', body: { id: newId() } }
      const signUp = dice < 0.24 ? taken() : undefined
      if (signUp) {
        const own = { employee: signUp.employee!, signUpId: signUp.body.id }
        if (dice < 0.1) {
          const body = { id: newId(), confirm: true }
          return { kind: 'erase', path: '/v1/me/erasure', body, ...own }
        }
        const body = { id: newId(), signUpId: own.signUpId }
        return { kind: 'cancel', path: `/v1/sign-ups/${own.signUpId}/cancel`, body, ...own }
      }
      if (dice < 0.6) {
        const body = signUpCommand({ id: newId(), slotId: pick(SLOTS) })
        return { kind: 'sign-up', path: '/v1/sign-ups', body, employee: `L${lane}-${number}` }
      }
      const photo = png(`${lane}-${number}-${'x'.repeat(Math.floor(random() * 40_000))}`)
      const body = reportCommand({ id: newId(), photos: [photo.ref] })
      return { kind: 'report', path: '/v1/issues', body, photo }
    },
    /** The sign-up stands: its employee may end it. */
    stands: (signUp: Sent) => standing.set(signUp.body.id, signUp),
  }
}
