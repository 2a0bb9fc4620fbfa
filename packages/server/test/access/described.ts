import { describeApi, openApi } from '../../src/openapi.ts'
import type { AnyOperation } from '../../src/operation.ts'
import { OPERATIONS } from '../../src/operations.ts'
import type { AccessRule } from './rule.ts'

export interface JsonSchema {
  properties?: Record<string, JsonSchema>
  items?: JsonSchema
  anyOf?: JsonSchema[]
  oneOf?: JsonSchema[]
  [key: string]: unknown
}

/** A call as the API's description has it. */
export interface Described {
  id: string
  method: string
  path: string
  summary: string
  rule?: AccessRule
  body?: JsonSchema
  /** Settled once under an Idempotency-Key. */
  isCommand?: boolean
}

export type Call = Described & { rule: AccessRule }

interface Document {
  paths: Record<string, Record<string, Part>>
}

interface Part {
  operationId: string
  summary: string
  'x-wangge-access'?: AccessRule
  parameters: { name: string }[]
  requestBody?: { content: Record<string, { schema: JsonSchema }> }
}

/** All calls, from the OpenAPI document that callers read; in its order. */
export function describedCalls(operations: readonly AnyOperation[] = [...OPERATIONS, describeApi(OPERATIONS)]): Call[] {
  const { paths } = openApi(operations) as unknown as Document
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { operationId: id, summary, 'x-wangge-access': rule, parameters, requestBody }]) => {
      const body = requestBody?.content['application/json']?.schema
      const isCommand = parameters.some(({ name }) => name === 'Idempotency-Key')
      return { id, method: method.toUpperCase(), path, summary, rule: rule!, isCommand, ...(body && { body }) }
    }),
  )
}
