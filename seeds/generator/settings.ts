/** Everything is drawn from this one number. */
export const SEED = 20_260_301

/** The article's figures. */
export const COUNTS = {
  community: 13,
  estate: 192,
  micro: 1030,
  /** Primary organisations: of courtyards, two-new ones, and nine that the article does not name. */
  primary: 670,
  courtyard: 157,
  twoNew: 504,
  composite: 33,
  allied: 15,
  taskForce: 102,
  vanguard: 97,
  hierarchyGroups: 780,
  residentGroups: 3762,
  activists: 500,
  volunteers: 300,
  servicePopulation: 750_000,
} as const

/** The company whose intranet is the example: its people have staff numbers, and some have hours. */
export const INTRANET = 'o-n-420'

/** The sample district's own calendar, local dates. `wangge seed` moves everything so that the reference date is today. */
export const ARTICLE_DATE = '2026-03-02'
export const REFERENCE_DATE = '2026-06-01'
export const TIME_ZONE = 'Asia/Shanghai'
export const VALID_FROM = '2026-01-01T00:00:00+08:00'

/** The statement by which reports are published once somebody has looked at them, since so many days before the reference date. */
export const PUBLISHED_SINCE = { consent: 2, days: 1, moderation: 'all' } as const
