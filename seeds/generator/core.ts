// The rules of the core that the generator runs on its own records, so that they are legal by construction.
export { createUlid } from '../../packages/core/src/ulid.ts'
export { createGridTree } from '../../packages/core/src/grid/index.ts'
export { advance, openIssue } from '../../packages/core/src/issue/index.ts'
