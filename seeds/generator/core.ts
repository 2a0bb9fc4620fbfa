// The rules of the core that the generator runs on its own records, so that they are legal by construction.
export { createUlid } from '@wangge/core'
export { createGridTree } from '@wangge/core/grid'
export { advance, isOpen, openIssue, promised } from '@wangge/core/issue'
export type { Actor } from '@wangge/core/issue'
