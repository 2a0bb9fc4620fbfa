import { randomBytes as secureBytes } from 'node:crypto'
import { createHostKeys } from './auth/host-keys.ts'
import type { HostKeys } from './auth/host-keys.ts'
import { createSignInService } from './auth/oidc.ts'
import type { OidcOptions, SignInService } from './auth/oidc.ts'
import { createPhotoEncoder } from './photos/photo-encoder.ts'
import type { PhotoEncoder } from './photos/photo-encoder.ts'
import type { PhotoStore } from './photos/photo-store.ts'
import { createListedAnswers } from './open311/listed-answers.ts'
import type { ListedAnswers } from './open311/listed-answers.ts'
import type { Keyring } from './privacy/keyring.ts'
import type { Database, Queries } from './storage/database.ts'
import { createIssueCounts } from './storage/issue-counts.ts'
import type { IssueCountsStore } from './storage/issue-counts.ts'
import { createListedCounts } from './storage/listed-issues.ts'
import type { ListedCountsStore } from './storage/listed-issues.ts'
import { createReferenceStore } from './storage/reference.ts'
import type { ReferenceStore } from './storage/reference.ts'

/** What every call can reach. */
export interface Context {
  database: Database
  db: Queries
  districtId: string
  reference: ReferenceStore
  /** Of all grids, as of now. */
  issueCounts: IssueCountsStore
  /** Of the issues that a list for everybody may have. */
  listedCounts: ListedCountsStore
  /** Lists of them, as Open311 tells them. */
  listedAnswers: ListedAnswers
  /** Seals and hashes what is personal. */
  keyring: Keyring
  /** Public keys of those who sign hosts' tokens. */
  hostKeys: HostKeys
  /** Where staff sign in; absent where the district has no such service. */
  signInService?: SignInService
  /** Makes pictures anew before they are kept. */
  photoEncoder: PhotoEncoder
  /** Where pictures are kept; absent where that is the database. */
  photoStore?: PhotoStore
  /** How this server asks others. */
  fetch: typeof globalThis.fetch
  /** `host:port` of what notices may be sent to though it is no address of the internet. */
  privateTargets: readonly string[]
  /** Current time, epoch milliseconds. */
  clock: () => number
  /** Unguessable bytes. */
  randomBytes: (count: number) => Uint8Array
  /** A number in [0, 1), from the same source. */
  random: () => number
  /** Where callers reach the server, without a slash at the end; absent where nobody has said so. */
  publicUrl?: string
  /** Aborts when the server stops: whatever waits for something new is to end. */
  stopping: AbortSignal
  /** Told that a plan was asked for, or asked to end. */
  plans: { wake(): void }
}

export interface ContextOptions {
  /** Open and migrated. */
  database: Database
  /** Of this district: what other keys sealed does not open. */
  keyring: Keyring
  /** Key of the district's rows; a database may hold several districts. @defaultValue `main` */
  districtId?: string | undefined
  /** Current time, epoch milliseconds. @defaultValue `Date.now` */
  clock?: (() => number) | undefined
  /** Unguessable bytes. @defaultValue those of `node:crypto` */
  randomBytes?: ((count: number) => Uint8Array) | undefined
  /** How this server asks others: issuers of tokens, the sign-in service. @defaultValue `fetch` */
  fetch?: typeof globalThis.fetch | undefined
  /** `host:port` in the district's own network that notices may be sent to, by http too. @defaultValue none */
  privateTargets?: readonly string[] | undefined
  /** Where pictures are kept. @defaultValue the database */
  photoStore?: PhotoStore | undefined
  /** The district's sign-in service. @defaultValue none: staff have tokens only */
  oidc?: OidcOptions | undefined
  /** Where callers reach the server: it stands in what is printed and in codes. @defaultValue the address of the call */
  publicUrl?: string | undefined
  /** @defaultValue one that never aborts */
  stopping?: AbortSignal | undefined
}

export const DEFAULT_DISTRICT = 'main'

export function createContext({
  database,
  keyring,
  districtId = DEFAULT_DISTRICT,
  clock = Date.now,
  randomBytes = secureBytes,
  fetch = globalThis.fetch,
  privateTargets = [],
  photoStore,
  oidc,
  publicUrl,
  stopping = new AbortController().signal,
}: ContextOptions): Context {
  const { db } = database
  const random = () => Buffer.from(randomBytes(6)).readUIntBE(0, 6) / 2 ** 48
  const reference = createReferenceStore({ db, districtId, clock })
  const issueCounts = createIssueCounts({ db, districtId })
  const listedCounts = createListedCounts({ db, districtId })
  const hostKeys = createHostKeys({ fetch, clock })
  const signIn = oidc && { signInService: createSignInService(oidc, fetch) }
  return {
    database,
    db,
    districtId,
    reference,
    issueCounts,
    listedCounts,
    listedAnswers: createListedAnswers({ db, districtId }),
    keyring,
    hostKeys,
    ...signIn,
    photoEncoder: createPhotoEncoder({ stopping }),
    ...(photoStore && { photoStore }),
    fetch,
    privateTargets,
    clock,
    randomBytes,
    random,
    ...(publicUrl !== undefined && { publicUrl: publicUrl.replace(/\/+$/, '') }),
    stopping,
    // A context without a server: the next process that serves makes what was asked for.
    plans: { wake() {} },
  }
}
