import { staffRoleSchema } from '@wangge/core/access/schema'
import type { Call } from './described.ts'
import { markOf } from './rule.ts'
import type { Caller } from './rule.ts'

const COLUMNS: [name: string, kind: Caller['kind'], role?: (typeof staffRoleSchema.options)[number]][] = [
  ['nobody', 'none'],
  ['public key', 'public'],
  ['organisation’s key', 'org'],
  ['person', 'person'],
  ...staffRoleSchema.options.map((role) => [role, 'staff', role] as [string, 'staff', typeof role]),
  ['admin', 'admin'],
]

const INTRODUCTION = `# Who may call what

Made from the API’s own description (\`x-wangge-access\`) by \`node packages/server/test/access/write.ts\`; the tests ask the
server each cell of it, in reach and out of reach, and compare this file with the rules.

| Mark           | What the caller reaches by the call                                                                                                                     |
| -------------- | ------------------------------------------------------------------------------------------------------------------------------------------------------- |
| ✓              | All of it: it is the same for all who may call                                                                                                          |
| \`own\`          | Their own records, or the record whose code or token they hold                                                                                          |
| \`organisation\` | Records of their own organisation; whoever works at the root of the district: of all                                                                    |
| \`subtree\`      | What lies in the grids that they are appointed to, and below; a liaison: people and slots of their organisation, and issues that it was asked to handle |
| \`district\`     | All of it, with a role at the root of the district only                                                                                                 |
| –              | Nothing                                                                                                                                                 |

_nobody_ sends no credentials, a _key_ is a site key, a _person_ is an employee whom a host’s token names, _admin_ holds the secret of the data
directory. The others are roles of staff, by token or session. They hold from the beginning of an appointment to its end; outside of it
every call that is not for everybody is a 403 \`no-appointment\`.

| Refused                                     | Answer                                                                        |
| ------------------------------------------- | ----------------------------------------------------------------------------- |
| Without credentials                         | 401 \`credentials-required\`                                                    |
| An organisation’s key where a person is due | 401 \`token-required\`                                                          |
| Another kind of caller, another role        | 403 \`audience-not-allowed\`, 403 \`role-not-allowed\`                            |
| Another organisation, named in the call     | 403 \`other-organisation\`, whether there is one or not                         |
| Any other record out of reach               | 404, letter by letter as for a record that does not exist; lists leave it out |
| A report of staff from outside their grids  | 409 \`refused\`; a liaison reports as a resident does                           |
| An employer’s erasure of whom others know   | 403 \`session-required\`                                                        |
| A call for the district, not at its root    | 403 \`role-not-allowed\`                                                        |
`

/** The matrix as a document. */
export function accessText(calls: readonly Call[]): string {
  const header = ['Call', 'Operation', ...COLUMNS.map(([name]) => name)]
  const rows = calls.map(({ id, method, path, rule }) => [
    `\`${method} ${path}\``,
    `\`${id}\``,
    ...COLUMNS.map(([, kind, role]) => markOf(rule, kind, role)),
  ])
  const widths = header.map((_, at) => Math.max(...[header, ...rows].map((row) => row[at]!.length)))
  const line = (cells: string[]) => `| ${cells.map((cell, at) => cell.padEnd(widths[at]!)).join(' | ')} |`
  return `${INTRODUCTION}\n${[line(header), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n')}\n`
}
