import type { StaffRole } from '@wangge/core/access/schema'
import type * as z from 'zod/mini'
import type { Context } from './context.ts'
import type { LimitClass } from './limits.ts'
import type { Principal } from './auth/principal.ts'

/**
 * Who may call: without credentials, with a key of this audience, with a key and a host's token that names a person, as
 * staff, or as owner of the data directory. Whatever an organisation's key may call, a person behind it may call too.
 */
export type Access = 'anyone' | 'public' | 'org' | 'person' | 'staff' | 'admin'

/**
 * What a caller reaches with the call: the same for all; what is the caller's own; what belongs to their organisation;
 * what lies in the subtree of one of their grants; or the whole district, for whoever has a grant at its root.
 */
export type Scope = 'open' | 'own' | 'organisation' | 'subtree' | 'district'

export interface JsonBody<Body> {
  schema: z.ZodMiniType<Body>
  /** Bytes. @defaultValue JSON_LIMIT */
  maxSize?: number
}

/** Fields as a web form sends them; `code[a]=1&code[b][]=2` is `{ code: { a: '1', b: ['2'] } }`, and an empty field is none. */
export interface FormBody<Body> {
  schema: z.ZodMiniType<Body>
  /** Bytes. @defaultValue FORM_LIMIT */
  maxSize?: number
  /** The field by which those may bring their key or token who send no header. */
  keyField?: string
}

export interface BytesBody {
  types: readonly string[]
  /** Bytes. */
  maxSize: number
}

export interface AnswerKind {
  description: string
  /** Absent where there is no JSON body. */
  schema?: z.ZodMiniType
  /** @defaultValue `application/json` */
  type?: string
  /** Other types that say the same. */
  alsoAs?: readonly string[]
}

export interface Call<Query, Body> {
  context: Context
  /** Who calls; with access `anyone` there is none. */
  principal: Principal
  params: Record<string, string>
  query: Query
  body: Body
  /** The raw body, where the operation takes bytes. */
  bytes: Uint8Array<ArrayBuffer>
  /** Media type of `bytes`. */
  type: string
  request: Request
  /** Epoch milliseconds. */
  now: number
  /** To be called once what the call holds open has ended. */
  ended: () => void
}

export interface Answer {
  status: number
  body: unknown
  headers?: Record<string, string>
  /** What the ETag is made of, where `body` carries the time of asking. @defaultValue `body` */
  tag?: unknown
  /** The first answer to a command seen before. */
  replayed?: boolean
}

/** One call of the API: the server mounts it and the OpenAPI document describes it, both from this record. */
export interface Operation<Query = unknown, Body = unknown> {
  method: 'GET' | 'POST' | 'PUT'
  /** With `{name}` for parameters; `.{format}` at the end is `.xml` or `.json`. */
  path: string
  id: string
  summary: string
  access: readonly Access[]
  /** Roles that may call; required where `access` has `staff`. */
  roles?: readonly StaffRole[]
  /** By kind of caller where they differ. */
  scope: Scope | Partial<Record<Access, Scope>>
  /** Parameters are checked by this; a value that cannot be an id is of no record. @defaultValue idSchema for each */
  query?: z.ZodMiniType<Query>
  /** A parameter without a value is none. */
  emptyIsNone?: boolean
  json?: JsonBody<Body>
  form?: FormBody<Body>
  raw?: BytesBody
  /** The `Idempotency-Key` header is required and equals the body's `id`. */
  idempotent?: boolean
  /** Whoever has no account may be asked to show that they are a person (HumanPolicy); `over-rate` asks beyond the soft rate only. */
  byHumans?: true | 'over-rate'
  /** What the call is counted as besides, by what it asks for. */
  countedAs?(body: Body): LimitClass | undefined
  /** Its answer goes on: open ones are counted. */
  holdsOpen?: boolean
  /** Staff must have signed in: a machine's token is nobody, though it may be for somebody. */
  inPerson?: boolean
  answers: Record<number, AnswerKind>
  handle(call: Call<Query, Body>): Promise<Answer | Response>
}

export type AnyOperation = Operation<never, never>

/** Infers the types of query and body from their schemas. */
export const operation = <Query = unknown, Body = unknown>(definition: Operation<Query, Body>): AnyOperation =>
  definition as unknown as AnyOperation
