import type { Resource, Snapshot } from '../cache/index.ts'
import type { GridList, GridOutlines, GridStatus } from '../grid/schema.ts'
import type { CategoryList, MyReport, ReportCommand, ReportReceipt } from '../issue/schema.ts'
import type { OutboxEntry } from '../ports/index.ts'
import type { OrganisationView, SignUpView, SlotList, VolunteerInput } from '../roster/schema.ts'
import type { FieldError, Problem } from '../schema.ts'

export type { Resource, Snapshot }

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
  /** Id of the refused command that this one is the mended form of; it leaves the outbox. */
  replaces?: string
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
  /** Id of the refused command that this one is the mended form of; it leaves the outbox. */
  replaces?: string
}

export interface OutboxView {
  entries: OutboxEntry[]
  /** False: unsent commands are lost when the page closes. */
  durable: boolean
  /** Why they are, where this device could have kept them. */
  reason?: string
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
  /**
   * Reports made on this device that the server has acknowledged, newest first, each with its receipt code. They outlive
   * a reload; those still waiting, or refused, are in `outbox`.
   */
  myReports(): Resource<MyReport[]>

  /**
   * The three commands. What the person can mend, and what a rule refuses, is returned.
   * @throws SdkError `storage` where this device could not keep the command, `bad-argument` where a photo cannot be read
   */
  signUp(input: SignUpInput): Promise<CommandAccepted<SignUpView> | CommandRefusal>
  cancelSignUp(input: { signUpId: string }): Promise<CommandAccepted<SignUpView> | CommandRefusal>
  report(input: ReportInput): Promise<CommandAccepted<ReportReceipt> | CommandRefusal>

  readonly outbox: {
    subscribe(listener: (view: OutboxView) => void): () => void
    /** Try all that wait now, whatever their backoff. */
    sendNow(): void
    /**
     * Takes a command out on the person's word.
     * @throws SdkError `bad-argument` where there is none, or it is on its way to the server just now
     */
    discard(id: string): Promise<void>
    /**
     * Sends a refused command again as it is, under its own key.
     * @throws SdkError `bad-argument` where there is none, or it was not refused
     */
    retry(id: string): Promise<void>
  }
  readonly live: {
    /**
     * Calls back at once and at each change: whether somebody watches a resource that the feed of changes tells of, and
     * the server's event stream is connected, its last heartbeat in time. While false, what is shown may be older.
     */
    subscribe(listener: (live: boolean) => void): () => void
  }
  /** Aborts what is under way and closes the stores. */
  close(): void
}
