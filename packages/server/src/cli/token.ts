import { DATA_OPTIONS, readArguments, required, wholeNumber } from './arguments.ts'
import { runAdmin } from './run-admin.ts'
import { UsageError } from './usage-error.ts'

/** `wangge token create --role ROLE --grid ID [--person ID] [--days N] [--json]` */
export async function token([verb, ...args]: string[]): Promise<void> {
  if (verb !== 'create') throw new UsageError(`token: expected create, got ${verb ?? 'nothing'}`)
  const { data, district, json, ...values } = readArguments(args, {
    ...DATA_OPTIONS,
    role: { type: 'string' },
    grid: { type: 'string' },
    person: { type: 'string' },
    days: { type: 'string' },
    json: { type: 'boolean', default: false },
  })
  const input = {
    role: required('--role', 'street, community, estateWorker, buildingHead, liaison, inspector or auditor', values.role),
    gridId: required('--grid', 'the id of a grid', values.grid),
    ...(values.person !== undefined && { personId: values.person }),
    ...(values.days !== undefined && { days: wholeNumber('--days', values.days, 1, 3650) }),
  }
  const made = await runAdmin('token-create', { data, district, input })
  const until = made.expiresAt ? ` until ${made.expiresAt}` : ''
  console.log(json ? JSON.stringify(made) : `${made.token}\nfor ${made.role} of ${made.gridId}${until}; it is shown this once`)
}
