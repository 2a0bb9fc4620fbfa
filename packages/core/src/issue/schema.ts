// Apart, so that a page that only reports loads nothing of how the district works on it.
export * from './report-schema.ts'
export * from './clock-schema.ts'
export * from './process-schema.ts'
export * from './track-schema.ts'
export * from './board-schema.ts'
export * from './policy-schema.ts'
export * from './draft-schema.ts'
export * from './history-schema.ts'
