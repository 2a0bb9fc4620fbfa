import type { SdkError } from '../errors.ts'
import type { GridList, GridOutlines, GridStatus } from '../grid/schema.ts'
import type { CategoryList, ReportCommand, ReportReceipt } from '../issue/schema.ts'
import type { OutboxEntry } from '../ports/index.ts'
import type { OrganisationView, SignUpView, SlotList, VolunteerInput } from '../roster/schema.ts'
import type { FieldError, Problem } from '../schema.ts'

/** What is known of a resource now. */
export interface Snapshot<T> {
  /** Absent until something is known. */
  data?: T
  /** When the server last said that `data` is current, epoch milliseconds. */
  fetchedAt?: number
  /** A newer state is being fetched. */
  refreshing: boolean
  /** The last refresh failed; `data` may still be there, older. */
  error?: SdkError
}

/** A resource of the server: answered from the cache at once, then refreshed, then kept current. */
export interface Resource<T> {
  /** Calls back at once if anything is cached, then at each change in any tab, until unsubscribed. Starts a refresh. */
  subscribe(listener: (snapshot: Snapshot<T>) => void): () => void
  /** Asks the server now. Resolves with the outcome; never rejects. */
  refresh(): Promise<Snapshot<T>>
}

/** The command was not accepted here. `fields` names what to mend in the form; otherwise a rule refused. */
export type CommandRefusal =
  { ok: false; reason: 'invalid'; fields: FieldError[] } | { ok: false; reason: string; detail?: Record<string, unknown> }

/** Accepted on this device; `settled` tells the server's word when it comes (it may take days and survive a reload). */
export interface CommandAccepted<T> {
  ok: true
  id: string
  /** Durable on this device; false with memory only. */
  saved: boolean
  settled: Promise<CommandOutcome<T>>
}

export type CommandOutcome<T> =
  { state: 'acknowledged'; answer: T } | { state: 'refused'; problem: Problem } | { state: 'discarded' }

export interface SignUpInput {
  slotId: string
  orgId: string
  volunteer: VolunteerInput
  /** The person agreed to the shown purpose statement. */
  consent: boolean
}

export interface ReportInput {
  source?: ReportCommand['source']
  categoryId: string
  attributes?: ReportCommand['attributes']
  description: string
  place: ReportCommand['place'] | undefined
  placeText?: string
  /** Already downscaled and stripped of EXIF by the page. */
  photos: Blob[]
  consent: boolean
}

export interface OutboxView {
  entries: OutboxEntry[]
  /** False: unsent commands are lost when the page closes. */
  durable: boolean
}

export interface Client {
  readonly endpoint: string
  gridTree(): Resource<GridList>
  gridStatus(gridId: string): Resource<GridStatus>
  gridOutlines(gridId: string): Resource<GridOutlines>
  organisation(orgId: string): Resource<OrganisationView>
  /** Slots of the next days that are open to the organisation. */
  slots(orgId: string): Resource<SlotList>
  categories(): Resource<CategoryList>
  /** Sign-ups made on this device, as the server last told of them. */
  mySignUps(): Resource<SignUpView[]>

  signUp(input: SignUpInput): Promise<CommandAccepted<SignUpView> | CommandRefusal>
  cancelSignUp(input: { signUpId: string }): Promise<CommandAccepted<SignUpView> | CommandRefusal>
  report(input: ReportInput): Promise<CommandAccepted<ReportReceipt> | CommandRefusal>

  readonly outbox: {
    subscribe(listener: (view: OutboxView) => void): () => void
    /** Try all that wait now, whatever their backoff. */
    sendNow(): void
    discard(id: string): Promise<void>
    /** Sends a refused command again as it is, under its own key. */
    retry(id: string): Promise<void>
  }
  /** Aborts what is under way and closes the stores. */
  close(): void
}
