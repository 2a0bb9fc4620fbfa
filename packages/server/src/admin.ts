import { DISTRICT_COMMANDS } from './admin/district.ts'
import { GRID_COMMANDS } from './admin/grids.ts'
import { HISTORY_COMMANDS } from './admin/histories.ts'
import { IDENTITY_COMMANDS } from './admin/identities.ts'
import { AUDIT_COMMANDS } from './admin/audit.ts'
import { ISSUE_COMMANDS } from './admin/issues.ts'
import { ISSUER_COMMANDS } from './admin/issuers.ts'
import { KEY_COMMANDS } from './admin/keys.ts'
import { NOTICE_COMMANDS } from './admin/notices.ts'
import { ORGANISATION_COMMANDS } from './admin/organisations.ts'
import { PEOPLE_COMMANDS } from './admin/people.ts'
import { PHOTO_COMMANDS } from './admin/photos.ts'
import { ROSTER_COMMANDS } from './admin/roster.ts'
import { ROLE_COMMANDS } from './admin/roles.ts'
import { SHIFT_COMMANDS } from './admin/shifts.ts'
import { STATEMENT_COMMANDS } from './admin/statements.ts'
import { TOKEN_COMMANDS } from './admin/tokens.ts'

export type { AdminCommand } from './admin/command.ts'

/** What the owner of the data directory may do, by CLI and, where a server holds the directory, at `/v1/admin/<name>`. */
export const ADMIN_COMMANDS = {
  ...KEY_COMMANDS,
  ...TOKEN_COMMANDS,
  ...ISSUER_COMMANDS,
  ...AUDIT_COMMANDS,
  ...HISTORY_COMMANDS,
  ...IDENTITY_COMMANDS,
  ...ROLE_COMMANDS,
  ...PEOPLE_COMMANDS,
  ...ORGANISATION_COMMANDS,
  ...PHOTO_COMMANDS,
  ...GRID_COMMANDS,
  ...ROSTER_COMMANDS,
  ...SHIFT_COMMANDS,
  ...DISTRICT_COMMANDS,
  ...STATEMENT_COMMANDS,
  ...ISSUE_COMMANDS,
  ...NOTICE_COMMANDS,
}

export type AdminCommandName = keyof typeof ADMIN_COMMANDS
