import { reachesGrid, reachesOrganisation } from '@wangge/core/access'
import { convert } from '@wangge/core/grid'
import type { GridTree } from '@wangge/core/grid'
import {
  attendancePolicy,
  checkIn,
  checkOut,
  distanceBetween,
  isRecordedLate,
  lateNoteRefusal,
  makeShiftCode,
  markPresent,
  momentSaid,
  recordBy,
  verifyShiftCode,
} from '@wangge/core/roster'
import type { AttendancePolicy, ExpectedAt, LateNoteRefusal, Mac, Proof, VerifiedCode } from '@wangge/core/roster'
import type { Position } from '@wangge/core/schema'
import { checkInCommandSchema, shiftCodeSchema, signUpViewSchema } from '@wangge/core/roster/schema'
import type { CheckInCommand, SignUpState, SlotView } from '@wangge/core/roster/schema'
import { expectMadeFor } from '../auth/made-for.ts'
import { principalName } from '../auth/principal.ts'
import type { Principal, Staff } from '../auth/principal.ts'
import type { Context } from '../context.ts'
import { commandFingerprint } from '../fingerprint.ts'
import { operation } from '../operation.ts'
import { notFound, refused } from '../problem.ts'
import { publicAddress } from '../public-address.ts'
import { noQuerySchema } from '../schema.ts'
import { countPresent, lockAttendance, saveAttendance, takeCode } from '../storage/attendance.ts'
import { supersedeCertificates } from '../storage/certificates.ts'
import type { Tx } from '../storage/database.ts'
import { dutyCalendar } from '../storage/duty-calendar.ts'
import { saveHostNote } from '../storage/host-notes.ts'
import type { Reference } from '../storage/reference.ts'
import { rosterChanges } from '../storage/roster-changes.ts'
import { queueRosterNotices } from '../storage/roster-notices.ts'
import { dutiesOf, findSignUp, findSignUpView, hasSeatOf, keepSeat, seatsAt, signUpAt } from '../storage/sign-ups.ts'
import type { StoredSignUp } from '../storage/sign-ups.ts'
import { lockSlot } from '../storage/lock-slot.ts'
import { findSlotView } from '../storage/slots.ts'
import { storeSlot } from '../storage/store-slot.ts'
import { lapseCheckedIn, lapsesOf } from '../storage/swaps.ts'
import { lockPeople } from '../storage/volunteers.ts'
import { write } from '../storage/write.ts'

/** Whoever may run a shift: those whose subtree its post lies in, and the liaison of those who come. */
const HOSTS = ['street', 'community', 'estateWorker', 'buildingHead', 'liaison'] as const
const NONCE_BYTES = 8

export const postCheckIn = operation({
  method: 'POST',
  path: '/v1/check-ins',
  id: 'checkIn',
  summary: 'Says that somebody has come to their shift, or goes: by the code shown there, by the place, or by whoever runs it',
  access: ['person', 'staff'],
  roles: HOSTS,
  scope: { person: 'own', staff: 'subtree' },
  query: noQuerySchema,
  json: { schema: checkInCommandSchema },
  idempotent: true,
  answers: { 200: { description: 'The sign-up with its attendance', schema: signUpViewSchema } },
  async handle(call) {
    const { context, principal, body: command, now } = call
    const { districtId } = context
    // Before the transaction: the embedded database has one connection.
    const reference = await context.reference.current()
    const { tree } = reference
    const policy = attendancePolicy(reference.policy.attendance)
    expectMadeFor(command, principal)
    const code = await believedCode(context, command, now)
    const actor = principalName(principal)
    const asked = { context, principal, command, code, tree, policy }
    const request = {
      key: command.id,
      fingerprint: commandFingerprint(call),
      actor,
      now,
      tellAgain: async (tx: Tx) => {
        const found = await signUpOf(tx, asked)
        return findSignUpView(tx, districtId, found.id)
      },
    }
    return write(context, request, async (tx) => {
      const { id, personId, slotId } = await signUpOf(tx, asked)
      // The person and then the slot, as whoever signs up or marks an absence does.
      await lockPeople(tx, districtId, [personId])
      const before = (await lockSlot(tx, districtId, slotId))!
      // What was a seat a moment ago may have been given back, or its shift called off or restored.
      const found = await signUpAt(tx, districtId, { slotId, personId })
      if (found?.id !== id || !isHeld(found)) throw refused('not-seated', { slotId })
      const slot = (await findSlotView(tx, districtId, found.slotId))!
      const known = await lockAttendance(tx, districtId, found.id)
      const at = new Date(now).toISOString()
      const said = await hostWord(tx, reference, command, { slot, districtId, policy, now })
      const presence = { at: command.at, proof: proofOf(reference, command, { slot, code, isLate: said.isSentLater }) }
      const rules = { slot, now, policy }
      const result = (command.kind === 'in' ? checkIn : checkOut)(known, presence, rules)
      if (!result.ok) throw refused(result.reason, result.detail)
      if (said.refusal) throw refused(said.refusal.reason, said.refusal.detail)
      if (said.note !== undefined) {
        await saveHostNote(tx, context, { id: command.id, signUpId: found.id, note: said.note, at })
      }
      if (code && !(await takeCode(tx, districtId, { ...code, signUpId: found.id, at }))) throw refused('code-used')
      if (found.wasCalledOff) await keepSeat(tx, districtId, { id: found.id, at })
      await saveAttendance(tx, districtId, { signUpId: found.id, attendance: result.attendance, at, reference })
      await supersedeCertificates(tx, context, reference, { personId: found.personId, now })
      const duties = await dutiesOf(tx, districtId, found.personId, found.slotId)
      const back = markPresent(before, found.personId, { now, policy: reference.policy, duties })
      if (back) await storeSlot(tx, districtId, { before, after: back.slot, at })
      const lapsed = await lapseCheckedIn(tx, districtId, { signUpId: found.id, now })
      await queueRosterNotices(tx, districtId, lapsed.flatMap(lapsesOf), at)
      const view = (await findSignUpView(tx, districtId, found.id))!
      const signUpIds = [found.id, ...lapsed.map(({ signUpId }) => signUpId)]
      const changes = await rosterChanges(tx, districtId, tree, { slotId: found.slotId, signUpIds })
      const act = command.kind === 'in' ? 'check-in' : 'check-out'
      const audit = { action: said.isLate ? `late-${act}` : act, subject: found.id }
      return { status: 200, answer: null, body: view, audit, changes }
    })
  },
})

export const getShiftCode = operation({
  method: 'GET',
  path: '/v1/slots/{id}/code',
  id: 'getShiftCode',
  summary: 'The code to show at a shift now, another one at each call: bound to the shift and half a minute, taken once',
  access: ['staff'],
  roles: HOSTS,
  scope: 'subtree',
  query: noQuerySchema,
  answers: { 200: { description: 'Text of the picture, an address that a phone’s camera opens', schema: shiftCodeSchema } },
  async handle({ context, principal, params, request, now }) {
    const { db, districtId, keyring } = context
    const { tree } = await context.reference.current()
    const slot = await findSlotView(db, districtId, params.id!)
    if (!slot || !(await isHostOf(context, principal as Staff, slot, tree)))
      throw notFound('unknown-slot', 'There is no such slot')
    const nonce = Buffer.from(context.randomBytes(NONCE_BYTES)).toString('base64url')
    const code = { districtId, slotId: slot.id, kid: keyring.currentSigner, mac: macOf(context), nonce, now }
    const { text, from, until } = await makeShiftCode(code)
    const url = `${publicAddress(context, request)}/check-in#${text}`
    const instants = { from: instant(from), until: instant(until), asOf: instant(now) }
    return { status: 200, body: { slotId: slot.id, url, ...instants, ...(await countPresent(db, districtId, slot.id)) } }
  },
})

const instant = (ms: number): string => new Date(ms).toISOString()

const macOf =
  ({ keyring }: Context): Mac =>
  (kid, text) =>
    keyring.sign(kid, text)

async function believedCode(context: Context, { proof }: CheckInCommand, now: number): Promise<VerifiedCode | undefined> {
  if (proof.by !== 'code') return undefined
  const read = await verifyShiftCode(proof.code, { districtId: context.districtId, mac: macOf(context), now })
  if (!read.ok) throw refused(read.reason)
  return read.code
}

interface Asked {
  context: Context
  principal: Principal
  command: CheckInCommand
  code: VerifiedCode | undefined
  tree: GridTree
  policy: AttendancePolicy
}

/** The seat that the command is about: one's own at the slot, or the one that a host names. */
async function signUpOf(tx: Tx, { context, principal, command, code, tree, policy }: Asked): Promise<StoredSignUp> {
  const { districtId } = context
  const { proof } = command
  const own = 'personId' in principal ? principal.personId : undefined
  if (proof.by === 'host') {
    const found = await findSignUp(tx, districtId, proof.signUpId)
    // Nobody vouches for themselves.
    if (found && own !== undefined && own === found.personId) throw refused('own-presence')
    const slot = found && (await findSlotView(tx, districtId, found.slotId))
    const isHost = found && slot && principal.kind === 'staff' && isReached(principal, found, slot, tree)
    if (!isHost) throw notFound('unknown-sign-up', 'There is no such sign-up')
    const current = await signUpAt(tx, districtId, found)
    if (current?.id !== found.id || !isHeld(current)) throw refused('not-seated', { slotId: found.slotId })
    return current
  }
  const slotId = proof.by === 'code' ? code!.slotId : proof.slotId
  const found = own === undefined ? undefined : await signUpAt(tx, districtId, { slotId, personId: own })
  const isTheirs = found && (principal.kind !== 'person' || principal.orgId === found.orgId)
  if (!isTheirs || (found.state === 'cancelled' && !found.wasCalledOff)) {
    const expected =
      own === undefined ? {} : await whereExpected(tx, context, { personId: own, at: command.at, principal, policy })
    throw refused('not-signed-up', { slotId, ...expected })
  }
  if (!isHeld(found)) throw refused('not-seated', { slotId })
  return found
}

/** A seat, or what was one until its shift was called off: they may have come before that. */
const isHeld = ({ state, wasCalledOff }: { state: SignUpState; wasCalledOff: boolean }): boolean =>
  state === 'seated' || wasCalledOff

/** Where somebody has a seat now. The token is one organisation's word: that they come for another is told, and no more of it. */
async function whereExpected(
  tx: Tx,
  { districtId }: Context,
  { personId, at, principal, policy }: { personId: string; at: string; principal: Principal; policy: AttendancePolicy },
): Promise<{ expected?: ExpectedAt; elsewhere?: true }> {
  const seats = await seatsAt(tx, districtId, { personId, at, ...policy })
  const seat = seats.find(({ orgId }) => principal.kind !== 'person' || principal.orgId === orgId)
  if (!seat) return seats.length > 0 ? { elsewhere: true } : {}
  const { orgId: _, ...expected } = seat
  return { expected }
}

/** What is to be known of a host's word, by the time that decree 67 wants such times recorded in. */
interface HostWord {
  /** It is recorded late, whenever it was said. */
  isLate: boolean
  /** It was said in time. */
  isSentLater: boolean
  note?: string | undefined
  /** It was said late, and it is not said why. */
  refusal?: LateNoteRefusal | undefined
}

async function hostWord(
  tx: Tx,
  { timeZone }: Reference,
  { proof, at }: CheckInCommand,
  { slot, districtId, policy, now }: { slot: SlotView; districtId: string; policy: AttendancePolicy; now: number },
): Promise<HostWord> {
  if (proof.by !== 'host') return { isLate: false, isSentLater: false }
  const { note, saidAt } = proof
  const until = recordBy(slot.endsAt, { calendar: await dutyCalendar(tx, districtId), timeZone })
  const said = momentSaid(saidAt, { at, recordBy: until, now, policy })
  const isLate = isRecordedLate(until, now)
  const refusal = lateNoteRefusal(note, { recordBy: until, now: said })
  return { isLate, isSentLater: isLate && !isRecordedLate(until, said), note, refusal }
}

function proofOf(
  reference: Reference,
  { proof }: CheckInCommand,
  { slot, code, isLate }: { slot: SlotView; code: VerifiedCode | undefined; isLate: boolean },
): Proof {
  if (proof.by === 'host') return { by: 'host', late: isLate }
  if (proof.by === 'code') return { by: 'code', code: code! }
  const { position, crs = 'wgs84', accuracy } = proof
  const here = crs === 'wgs84' ? position : convert(position, { from: crs, to: 'wgs84' })
  const distance = distanceTo(reference, slot.post, here)
  if (distance === undefined) throw refused('post-without-place', { slotId: slot.id })
  return { by: 'place', distance, accuracy }
}

/** Metres. A post that moves, or has no point of its own, is anywhere in its grid. */
function distanceTo(reference: Reference, { kind, gridId, position }: SlotView['post'], here: Position): number | undefined {
  const toPoint = position && distanceBetween(position, here)
  if (toPoint !== undefined && kind !== 'mobile') return toPoint
  const toGrid = reference.distanceTo(gridId, here)
  return toPoint === undefined || toGrid === undefined ? (toPoint ?? toGrid) : Math.min(toPoint, toGrid)
}

function isReached({ grants }: Staff, { orgId }: StoredSignUp, { post }: SlotView, tree: GridTree): boolean {
  return grants.some((grant) => reachesOrganisation(grant, orgId, tree) || isInSubtree(grant, post.gridId, tree))
}

async function isHostOf({ db, districtId }: Context, { grants }: Staff, slot: SlotView, tree: GridTree): Promise<boolean> {
  if (grants.some((grant) => isInSubtree(grant, slot.post.gridId, tree))) return true
  const orgIds = grants.flatMap(({ orgId }) => (orgId === undefined ? [] : [orgId]))
  return hasSeatOf(db, districtId, { slotId: slot.id, orgIds })
}

const isInSubtree = (grant: Staff['grants'][number], gridId: string, tree: GridTree): boolean =>
  tree.get(gridId) !== undefined && reachesGrid(grant, gridId, tree)
