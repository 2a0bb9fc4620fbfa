import { createUlid } from '@wangge/core'
import { png, reportCommand, signUpCommand } from '../harness.ts'

/** A write that was sent, and what is known of it. */
export interface Sent {
  kind: 'sign-up' | 'cancel' | 'report'
  method: 'POST'
  path: string
  body: { id: string }
  as: 'org' | 'public'
  photo?: ReturnType<typeof png>
  /** Of a cancel. */
  signUpId?: string
  /** The server's answer, once there was one. */
  answer?: { status: number; body: { receipt?: string }; replayed: boolean }
}

export const SLOTS = Array.from({ length: 12 }, (_, number) => `kill-${number}`)

/** Makes the stream of writes of one lane: sign-ups, reports with photos, cancels. */
export function createStream(random: () => number, lane: number) {
  let count = 0
  const newId = () => createUlid(Date.now(), random)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!
  const cancellable = new Set<string>()

  return {
    next(): Sent {
      const number = count++
      const dice = random()
      const signUpId = [...cancellable][0]
      if (dice < 0.2 && signUpId !== undefined) {
        cancellable.delete(signUpId)
        const body = { id: newId(), signUpId }
        return { kind: 'cancel', method: 'POST', path: `/v1/sign-ups/${signUpId}/cancel`, body, as: 'org', signUpId }
      }
      if (dice < 0.6) {
        const volunteer = { name: `志愿者${number}`, staffNumber: `L${lane}-${number}` }
        const body = signUpCommand({ id: newId(), slotId: pick(SLOTS), volunteer })
        return { kind: 'sign-up', method: 'POST', path: '/v1/sign-ups', body, as: 'org' }
      }
      const photo = png(`${lane}-${number}-${'x'.repeat(Math.floor(random() * 40_000))}`)
      const body = reportCommand({ id: newId(), photos: [photo.ref] })
      return { kind: 'report', method: 'POST', path: '/v1/issues', body, as: 'public', photo }
    },
    mayCancel: (id: string) => cancellable.add(id),
  }
}
