import { problemSchema } from '@wangge/core/schema'
import * as z from 'zod/mini'
import { operation } from './operation.ts'
import type { Access, AnyOperation, Operation } from './operation.ts'
import { noQuerySchema } from './schema.ts'
import { VERSION } from './version.ts'

type General = Operation<unknown, unknown>
type Schema = Record<string, unknown>

/** The call that describes the others and itself: OpenAPI 3.1, made from the same schemas that parse the calls. */
export function describeApi(operations: readonly AnyOperation[]): AnyOperation {
  let document: Schema | undefined
  const self: AnyOperation = operation({
    method: 'GET',
    path: '/v1/openapi.json',
    id: 'getOpenApi',
    summary: 'This description',
    access: ['anyone'],
    scope: 'open',
    query: noQuerySchema,
    answers: { 200: { description: 'OpenAPI 3.1' } },
    handle: async () => ({ status: 200, body: (document ??= openApi([...operations, self])) }),
  })
  return self
}

export function openApi(operations: readonly AnyOperation[]): Schema {
  const paths: Record<string, Schema> = {}
  for (const each of operations as unknown as General[]) {
    const path = (paths[each.path] ??= {})
    path[each.method.toLowerCase()] = describe(each)
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Wangge 网格', version: VERSION, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    paths,
    components: { schemas: { Problem: jsonSchema(problemSchema, 'output') }, securitySchemes: SECURITY_SCHEMES },
  }
}

const SECURITY_SCHEMES = {
  siteKey: { type: 'apiKey', in: 'header', name: 'Wangge-Site-Key', description: 'Public; bound to origins and one audience' },
  hostToken: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'Signed by an organisation’s own backend for one of its employees; together with the organisation’s site key',
  },
  staffToken: { type: 'http', scheme: 'bearer', description: '`wt_…`, bound to a role and what it reaches' },
  session: {
    type: 'http',
    scheme: 'bearer',
    description: '`ws_…`, of a person who signed in; reaches what they are appointed to',
  },
  adminSecret: { type: 'http', scheme: 'bearer', description: 'The secret in the data directory’s lock file' },
}

/** Alternatives; what stands in one of them is asked for together. */
const SECURITY_OF: Record<Access, Partial<Record<keyof typeof SECURITY_SCHEMES, []>>[]> = {
  anyone: [],
  public: [{ siteKey: [] }],
  org: [{ siteKey: [] }],
  person: [{ siteKey: [], hostToken: [] }],
  staff: [{ staffToken: [] }, { session: [] }],
  admin: [{ adminSecret: [] }],
}

function describe(operation: General): Schema {
  const { id, summary, access, roles, inPerson, scope, path, query, idempotent, byHumans, answers } = operation
  const security = new Map(access.flatMap((one) => SECURITY_OF[one]).map((one) => [JSON.stringify(one), one]))
  const content = bodyOf(operation)
  return {
    operationId: id,
    summary,
    security: [...security.values()],
    'x-wangge-access': { callers: access, ...(roles && { roles }), ...(inPerson && { inPerson }), scope },
    parameters: [
      ...pathParameters(path),
      ...queryParameters(query),
      ...(idempotent ? [IDEMPOTENCY_KEY] : []),
      ...(byHumans ? [PROOF] : []),
    ],
    ...(content && { requestBody: { required: true, content } }),
    responses: {
      ...Object.fromEntries(Object.entries(answers).map(responseOf)),
      ...(byHumans && { 429: CHALLENGED }),
      default: PROBLEM,
    },
  }
}

function bodyOf({ json, form, raw }: General) {
  if (json) return { 'application/json': { schema: jsonSchema(json.schema, 'input') } }
  if (form) return { 'application/x-www-form-urlencoded': { schema: jsonSchema(form.schema, 'input') } }
  return raw && Object.fromEntries(raw.types.map((type) => [type, { schema: { type: 'string', format: 'binary' } }]))
}

const PROBLEM = {
  description: 'A problem (RFC 9457)',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
}

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  required: true,
  description: 'The command’s `id`; sent again with the same body it gives the first answer again',
  schema: { type: 'string' },
}

const PROOF = {
  name: 'Wangge-Proof',
  in: 'header',
  required: false,
  description:
    '`<token>:<found>`, the answer to the challenge of a 429 `proof-required`; of `proof-of-work`, `found` is a decimal number such that SHA-256 of the header’s value begins with `bits` zero bits. Good once, for ten minutes',
  schema: { type: 'string' },
}

const CHALLENGED = {
  ...PROBLEM,
  description:
    'Too many requests; or `proof-required`: send the same call again under the same Idempotency-Key, with `Wangge-Proof` for its `challenge`. Asked only of callers without an account, where the district does',
}

function responseOf([status, kind]: [string, General['answers'][number]]) {
  const { description, schema, type = 'application/json', alsoAs = [] } = kind
  const told = { schema: schema ? jsonSchema(schema, 'output') : {} }
  const content = Object.fromEntries([type, ...alsoAs].map((one) => [one, told]))
  return [status, { description, content }] as const
}

const pathParameters = (path: string) =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: name === 'format' ? { type: 'string', enum: ['xml', 'json'] } : { type: 'string' },
  }))

function queryParameters(query: General['query']) {
  if (!query) return []
  const { properties = {}, required = [] } = jsonSchema(query, 'input') as {
    properties?: Record<string, Schema>
    required?: string[]
  }
  return Object.entries(properties).map(([name, schema]) => ({ name, in: 'query', required: required.includes(name), schema }))
}

function jsonSchema(schema: z.ZodMiniType, io: 'input' | 'output'): Schema {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { target: 'draft-2020-12', io, unrepresentable: 'any' })
  return rest
}
