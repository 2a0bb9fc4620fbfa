import { readFileSync } from 'node:fs'
import type { SampleDistrict } from './generator/generate.ts'

export type FileName = keyof SampleDistrict

export const FILES: readonly FileName[] = [
  'district',
  'grids',
  'buildings',
  'places',
  'organisations',
  'quota-plans',
  'people',
  'memberships',
  'employees',
  'registrations',
  'appointments',
  'teams',
  'evaluation-points',
  'intersection-duties',
  'posts',
  'shifts',
  'past-shifts',
  'past-sign-ups',
  'duty-consents',
  'attendances',
  'week-templates',
  'groups',
  'categories',
  'issues',
]

export const readText = (name: FileName): string => readFileSync(new URL(`data/${name}.json`, import.meta.url), 'utf8')

/** Records of a committed file. */
export const readRecords = <N extends FileName>(name: N): SampleDistrict[N] =>
  (JSON.parse(readText(name)) as { records: SampleDistrict[N] }).records
