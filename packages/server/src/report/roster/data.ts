// What the page of a rotation is given: written by the command, read by the page's script.
import type { PlanCosts, RosterPlan, SlotRole } from '@wangge/core/roster/schema'
import type { Localized } from '@wangge/core/schema'

export interface PageNeed {
  role?: SlotRole
  skills?: string[]
  min: number
  wish: number
  /** Places in the list of people. */
  people: number[]
  /** Why it is below its minimum. */
  gap?: { missing: number; why: Localized }
}

export interface PageSlot {
  id: string
  /** Places in the lists of posts and dates. */
  post: number
  date: number
  /** Local clock. */
  from: string
  to: string
  needs: PageNeed[]
}

export interface RosterPageData {
  title: string
  /** ISO 8601. */
  at: string
  lang: 'zh' | 'en'
  timeZone: string
  /** Local dates, one after the other. */
  dates: string[]
  posts: string[]
  people: string[]
  slots: PageSlot[]
  cost: number
  bound: number
  gap: number
  ended: RosterPlan['ended']
  iterations: number
  costs: PlanCosts
  /** How many people have so many shifts, by the number: before this plan, and with it. */
  spread: { before: number[]; after: number[] }
  /** Organisations that owe people, those farthest from it first. */
  organisations: { id: string; due: number; assigned: number }[]
}
