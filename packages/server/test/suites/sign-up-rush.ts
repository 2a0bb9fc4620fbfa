import assert from 'node:assert/strict'
import { request } from 'node:http'
import { after, before, describe, it } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { signUpViewSchema } from '@wangge/core/roster/schema'
import { listen } from '../../src/listen.ts'
import type { Listening } from '../../src/listen.ts'
import { signUpCommand } from '../harness.ts'
import type { District } from '../harness.ts'

const CLIENTS = 200
const SEATS = 20
const WAITLIST = 5
/** Fifty a second. */
const APART_MS = 20

/** How a client's line is: the answer comes; it is sent twice; it is cut behind the last byte, and sent again. */
type Line = 'good' | 'twice' | 'cut'
const LINES: Line[] = ['good', 'cut', 'good', 'twice']

/** Over real connections, each client with its own, as from two hundred phones. */
export function signUpRush(name: string, open: () => Promise<District>): void {
  describe(name, () => {
    let district: District
    let server: Listening
    before(async () => {
      district = await open()
      server = await listen(district.app, { port: 0 })
    })
    after(async () => {
      await server.close()
      await district.database.close()
      assert.deepEqual(district.failures, [])
    })

    it(`gives ${CLIENTS} clients, fifty a second, ${SEATS} seats and an ordered waitlist; nothing is lost, nothing counts twice`, async () => {
      const told = await Promise.all(
        Array.from({ length: CLIENTS }, async (_, at) => {
          const command = signUpCommand()
          const headers = { ...district.headersOf(`employee:R${at}`), 'idempotency-key': command.id }
          const send = (isCut = false) => post(`${server.url}/v1/sign-ups`, headers, command, isCut)
          await pause(at * APART_MS)
          const line = LINES[at % LINES.length]
          if (line === 'cut') await send(true)
          const answers = line === 'twice' ? await Promise.all([send(), send()]) : [await send()]
          return { id: command.id, answers: answers.map((answer) => answer!) }
        }),
      )
      const outcomes = told.map(({ answers }) => answers.map(({ status, body }) => (status === 201 ? view(body) : refusal(body))))
      for (const [first, ...others] of outcomes) for (const other of others) assert.deepEqual(other, first)
      const count = (state: string) => outcomes.filter(([outcome]) => outcome!.state === state).length
      assert.deepEqual([count('seated'), count('waitlisted'), count('slot-full')], [SEATS, WAITLIST, CLIENTS - SEATS - WAITLIST])

      const { db } = district.database
      const rows = await db.selectFrom('sign_ups').selectAll().where('shift_id', '=', 'sh-20').orderBy('ordinal').execute()
      assert.deepEqual(
        rows.map(({ state, ordinal }) => [state, ordinal]),
        rows.map((_, index) => [index < SEATS ? 'seated' : 'waitlisted', index + 1]),
      )
      assert.equal(new Set(rows.map((row) => row.person_id)).size, SEATS + WAITLIST)
      // What was answered is what is kept, and each stands at the place that was told.
      const taken = new Map(told.map(({ id }, at) => [id, outcomes[at]![0]!]))
      assert.deepEqual(
        rows.map(({ id }) => taken.get(id)),
        rows.map((_, index) => (index < SEATS ? { state: 'seated' } : { state: 'waitlisted', position: index + 1 - SEATS })),
      )
      for (const [table, subject] of [
        ['audit_entries', await db.selectFrom('audit_entries').select('subject as id').where('action', '=', 'sign-up').execute()],
        ['changes', await db.selectFrom('changes').select('id').where('topic', '=', 'sign-up').execute()],
      ] as const) {
        assert.deepEqual(subject.map(({ id }) => id).sort(), rows.map(({ id }) => id).sort(), table)
      }
    })
  })
}

function view(body: unknown) {
  const { state, position } = signUpViewSchema.parse(body)
  return position === undefined ? { state } : { state, position }
}

const refusal = (body: unknown) => ({ state: (body as { refusal: { reason: string } }).refusal.reason })

/** @returns undefined where the line is cut once all was sent */
function post(url: string, headers: Record<string, string>, body: unknown, isCut: boolean) {
  return new Promise<{ status: number; body: unknown } | undefined>((resolve, reject) => {
    const sent = request(url, { method: 'POST', agent: false, headers: { ...headers, 'content-type': 'application/json' } })
    sent.on('response', (response) => {
      response.setEncoding('utf8')
      let text = ''
      response.on('data', (part: string) => (text += part))
      response.on('end', () => resolve({ status: response.statusCode!, body: JSON.parse(text) }))
      response.on('error', reject)
    })
    sent.on('error', (error) => (isCut ? resolve(undefined) : reject(error)))
    sent.end(JSON.stringify(body), () => isCut && sent.destroy(new Error('cut')))
  })
}
