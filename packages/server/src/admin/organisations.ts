import type { Ends } from '@wangge/core/roster'
import { appendAudit } from '../storage/audit.ts'
import { appendChanges } from '../storage/changes.ts'
import { closeStored, planClosing } from '../storage/close-organisation.ts'
import type { ClosingPlan } from '../storage/close-organisation.ts'
import { announceRecheck } from '../storage/recheck.ts'
import { retryConflicts } from '../storage/retry-conflicts.ts'
import { closedOrganisationSchema, closeOrganisationSchema } from './close-organisation-schema.ts'
import type { ClosedOrganisation } from './close-organisation-schema.ts'
import { command, OWNER } from './command.ts'

export const ORGANISATION_COMMANDS = {
  'organisation-close': command({
    summary:
      'Closes an organisation from a day on: what ends then is told, what stands against it is refused; with dryRun only told',
    input: closeOrganisationSchema,
    output: closedOrganisationSchema,
    forStreet: true,
    async run(context, { orgId, on, dryRun = false }, actor = OWNER) {
      const { db, districtId, database, clock } = context
      const now = clock()
      const reference = await context.reference.current()
      const closing = { orgId, on, now, reference }
      if (dryRun) return told(await planClosing(db, districtId, closing), { orgId, on, done: 'planned' })
      const { plan, cursor } = await retryConflicts(() =>
        db.transaction().execute(async (tx) => {
          const { plan, changes } = await closeStored(tx, districtId, closing)
          if (!plan.ok) return { plan, cursor: undefined }
          const at = new Date(now).toISOString()
          await appendAudit(tx, context, { at, actor, action: 'close-organisation', subject: orgId })
          if (changes.length > 0) await appendChanges(tx, districtId, at, changes)
          // Of a day that has begun whoever listens in its name is let go at once.
          return { plan, cursor: await announceRecheck(tx, districtId) }
        }),
      )
      if (cursor !== undefined) database.signal.emit({ districtId, cursor, recheck: true })
      return told(plan, { orgId, on, done: 'closed' })
    },
  }),
}

const NOTHING = { memberships: [], signUps: [], liaisons: [], intersections: [], keys: [], issuers: [], tokens: [], notices: [] }

function told(
  plan: ClosingPlan,
  { orgId, on, done }: { orgId: string; on: string; done: 'closed' | 'planned' },
): ClosedOrganisation {
  if (!plan.ok) return { outcome: 'refused', orgId, on, refusals: plan.refusals, ...NOTHING }
  const { name, liaisonId, access, effects } = plan
  const { closesAt, memberships, places, appointments, duties } = effects
  return {
    ...{ outcome: done, orgId, on, name, closesAt, refusals: [], ...access },
    memberships: all(memberships).map(({ personId, from }) => ({ personId, from })),
    signUps: places,
    liaisons: [
      ...(liaisonId === undefined ? [] : [{ personId: liaisonId }]),
      ...all(appointments).map(({ id: appointmentId, personId }) => ({ personId, appointmentId })),
    ],
    intersections: all(duties).map(({ intersectionId, from }) => ({ intersectionId, from })),
  }
}

const all = <One>({ end, drop }: Ends<One>): One[] => [...end, ...drop]
