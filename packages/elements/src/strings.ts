import type { zh } from './strings/zh.ts'

/**
 * The catalogue: every word an element says. Chinese is written first and gives the type; another language that lacks a
 * word, or words it with other parameters, does not compile.
 */
export type Strings = typeof zh

/** What is said of a failure or a refusal: what happened, and what would help. */
export interface Words {
  title: string
  hint: string
}

/** What a refusal tells of itself, ready to be said: instants, numbers and spans in words of the language. */
export interface RefusalFacts {
  /** From when on another shift is possible. */
  at?: string | undefined
  /** From when on this is possible. */
  opens?: string | undefined
  /** When it began, closed or lapsed. */
  since?: string | undefined
  /** The duty that stands against it. */
  duty?: { from: string; to: string } | undefined
  /** Between what instants it is possible. */
  span?: { from: string; to: string } | undefined
  /** Least rest, in minutes. */
  rest?: string | undefined
  /** Keys of the roles that are asked for, and of those the person may come as. */
  asked?: readonly string[] | undefined
  possible?: readonly string[] | undefined
  /** Tags of skills that are missing. */
  missing?: readonly string[] | undefined
  minAge?: string | undefined
  fromYear?: string | undefined
  /** Metres: how far or how vague it is, and how far or vague it may be. */
  metres?: string | undefined
  allowed?: string | undefined
  /** Place in the waiting list. */
  position?: string | undefined
  /** How many wait. */
  waiting?: string | undefined
  /** Where somebody is expected now. */
  expected?: { post: string; from: string; to: string } | undefined
  /** The local date that it is about, and the first that is possible. */
  day?: string | undefined
  earliest?: string | undefined
  /** Keys of the sources that somebody may report from. */
  sources?: readonly string[] | undefined
  /** Of several things, why the first of them is not possible. */
  why?: string | undefined
  /** They come for another organisation. */
  isElsewhere?: boolean | undefined
}
