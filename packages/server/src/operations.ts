import type { AnyOperation } from './operation.ts'
import { adminOperations } from './routes/admin.ts'
import { getCategories } from './routes/categories.ts'
import { getChanges } from './routes/changes.ts'
import { getEvents } from './routes/events.ts'
import { getGridOutlines, getGridStatus, listGrids } from './routes/grids.ts'
import { getHealth } from './routes/health.ts'
import { getIssue, getIssues, postTransition } from './routes/issues.ts'
import { getOrganisation } from './routes/organisations.ts'
import { putPhoto } from './routes/photos.ts'
import { getReceipt } from './routes/receipts.ts'
import { postIssue } from './routes/reports.ts'
import { getSignUp, postCancelSignUp, postSignUp } from './routes/sign-ups.ts'
import { getSlots } from './routes/slots.ts'

/** Every call of the API, except the one that describes them. */
export const OPERATIONS: readonly AnyOperation[] = [
  getHealth,
  listGrids,
  getGridStatus,
  getGridOutlines,
  getOrganisation,
  getSlots,
  postSignUp,
  getSignUp,
  postCancelSignUp,
  getCategories,
  putPhoto,
  postIssue,
  getReceipt,
  getIssues,
  getIssue,
  postTransition,
  getChanges,
  getEvents,
  ...adminOperations,
]
