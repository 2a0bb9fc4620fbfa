import { DATA_OPTIONS, readArguments } from './arguments.ts'
import { openLine } from './progress.ts'
import { runAdmin } from './run-admin.ts'
import { runVerb } from './run-verb.ts'

/** `wangge photos check|move`, see the usage in cli.ts; both end with 1 where a picture is lost or changed. */
export const photos = (args: string[]): Promise<void> => runVerb('photos', { check, move }, args)

const OPTIONS = { ...DATA_OPTIONS, json: { type: 'boolean', default: false } } as const

/** Pictures that are moved by one request, so that none takes long. */
const PART = 100

async function check(args: string[]): Promise<void> {
  const { data, district, json } = readArguments(args, OPTIONS)
  const result = await runAdmin('photos-check', { data, district, input: {} })
  if (json) console.log(JSON.stringify(result))
  else {
    tell(result.findings)
    if (result.findings.length === 0) console.log(`In order: ${result.photos} pictures, each as it was kept`)
  }
  if (result.findings.length > 0) process.exitCode = 1
}

/** Out of the database, into the store of `WANGGE_PHOTOS`. Broken off at any time, it goes on where it was. */
async function move(args: string[]): Promise<void> {
  const { data, district, json } = readArguments(args, OPTIONS)
  const line = openLine()
  const whole = { moved: 0, findings: [] as Findings }
  let after: string | undefined
  try {
    do {
      const input = { limit: PART, ...(after !== undefined && { after }) }
      const part = await runAdmin('photos-move', { data, district, input })
      whole.moved += part.moved
      whole.findings.push(...part.findings)
      line.show(`· ${whole.moved} pictures moved, ${part.left} to go`)
      after = part.next
    } while (after !== undefined)
  } finally {
    line.clear()
  }
  if (json) console.log(JSON.stringify(whole))
  else {
    tell(whole.findings)
    console.log(`Moved ${whole.moved} pictures out of the database`)
  }
  if (whole.findings.length > 0) process.exitCode = 1
}

type Findings = Awaited<ReturnType<typeof runAdmin<'photos-check'>>>['findings']

function tell(findings: Findings): void {
  for (const { code, sha256, key } of findings) console.log(`${code}: ${sha256} ${key ?? 'in the database'}`)
}
