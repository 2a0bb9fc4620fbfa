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
