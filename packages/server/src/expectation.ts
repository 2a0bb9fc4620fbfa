import type * as z from 'zod/mini'

type Issue = z.core.$ZodRawIssue

/** More than these are not told one by one. */
const MOST_NAMES = 12
const LONGEST_NAME = 40

/**
 * What a schema expected and what kind of thing came, in a sentence for whoever sent it. The value itself is not repeated: it
 * may be somebody's. Handed to a parse as `error`; a schema's own words go before it.
 * @example idSchema.safeParse(7, { error: expectation }) // 'Expected a text, got a number'
 */
export function expectation(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `Expected ${TYPES[issue.expected] ?? issue.expected}, got ${kindOf(issue.input)}`
    case 'invalid_value':
      return `Expected ${oneOf(issue.values)}, got ${otherThan(issue.input)}`
    case 'invalid_format':
      return `Expected ${formatOf(issue)}, got ${otherThan(issue.input)}`
    case 'too_small':
      return `Expected ${issue.inclusive === false ? 'more than' : 'at least'} ${sizeOf(issue.origin, issue.minimum)}, got ${howMuch(issue)}`
    case 'too_big':
      return `Expected ${issue.inclusive === false ? 'less than' : 'at most'} ${sizeOf(issue.origin, issue.maximum)}, got ${howMuch(issue)}`
    case 'unrecognized_keys':
      return `Expected no field ${issue.keys.slice(0, MOST_NAMES).map(named).join(', ')}`
    case 'invalid_key':
      return 'Expected another field name'
    case 'not_multiple_of':
      return `Expected a multiple of ${issue.divisor}, got another number`
    case 'invalid_union':
      return unionOf(issue)
    default:
      return `Expected another value, got ${kindOf(issue.input)}`
  }
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  tuple: 'a list',
  object: 'an object',
  record: 'an object',
  null: 'null',
  undefined: 'nothing',
  never: 'nothing',
}

function kindOf(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'number') return Number.isInteger(value) ? 'a whole number' : 'a number'
  return TYPES[typeof value] ?? `a ${typeof value}`
}

/** Of a text its length: enough to see whether it is the one that was meant. */
const otherThan = (value: unknown): string =>
  typeof value === 'string' ? `another text of ${value.length} characters` : kindOf(value)

function oneOf(values: readonly unknown[]): string {
  const told = values.slice(0, MOST_NAMES).map(String)
  const last = values.length > MOST_NAMES ? `${values.length - MOST_NAMES} others` : told.pop()
  return told.length > 0 ? `${told.join(', ')} or ${last}` : `${last}`
}

const FORMATS: Readonly<Record<string, string>> = {
  datetime: 'an instant such as 2026-03-02T08:00:00+08:00',
  date: 'a date such as 2026-03-02',
  time: 'a time such as 08:00',
  url: 'an address',
}

function formatOf({ format, pattern }: Extract<Issue, { code: 'invalid_format' }>): string {
  if (FORMATS[format]) return FORMATS[format]
  return pattern === undefined ? `a text in the format ${format}` : `a text that matches ${pattern}`
}

const UNITS: Readonly<Record<string, string>> = { string: ' characters', array: ' items', set: ' items', record: ' fields' }

const sizeOf = (origin: string, size: number | bigint): string => `${size}${UNITS[origin] ?? ''}`

function howMuch({ origin, input, code }: Extract<Issue, { code: 'too_small' | 'too_big' }>): string {
  const { length } = (input ?? {}) as { length?: unknown }
  if (UNITS[origin] && typeof length === 'number') return String(length)
  return code === 'too_small' ? 'less' : 'more'
}

function unionOf({ options, input }: Extract<Issue, { code: 'invalid_union' }>): string {
  if (Array.isArray(options) && options.length > 0) return `Expected ${oneOf(options)}, got another kind`
  return `Expected another kind of value, got ${kindOf(input)}`
}

/** A name of the sender's own making: short, and on one line. */
const named = (name: string): string => JSON.stringify(name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME)}…` : name)
