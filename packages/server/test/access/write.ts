// Writes ACCESS.md anew.
import { writeFile } from 'node:fs/promises'
import { describedCalls } from './described.ts'
import { accessText } from './table.ts'

await writeFile(new URL('../../ACCESS.md', import.meta.url), accessText(describedCalls()))
