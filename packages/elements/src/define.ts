// Registers every element. The provider comes first, so that it is there when the elements within it ask.
import './provider/define.ts'
import './grid-tree/define.ts'
import './roster-board/define.ts'
import './grid-status/define.ts'
import './volunteer-signup/define.ts'
import './issue-form/define.ts'
import './issue-track/define.ts'
import './issue-board/define.ts'
import './sync-badge/define.ts'

export * from './index.ts'
