import * as z from 'zod/mini'
import { personal } from '../schema.ts'

/** What a host says to times that they record by hand: why only now, for one. */
export const hostNoteSchema = personal('host-note', z.string().check(z.trim(), z.minLength(1), z.maxLength(200)))
