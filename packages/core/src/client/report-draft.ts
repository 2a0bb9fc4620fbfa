import { reportDraftSchema } from '../issue/schema.ts'
import type { ReportDraft } from '../issue/schema.ts'
import { whoIsHere } from './context.ts'
import type { Context } from './context.ts'
import { DRAFT, ownKey } from './paths.ts'
import { parseWith } from './schema-parse.ts'

const parse = parseWith(reportDraftSchema)

/** Whose draft it is: a person's goes with them, one without a name with whoever leaves next. */
async function keyOf(context: Context): Promise<string> {
  return ownKey(await whoIsHere(context).catch(() => undefined), DRAFT)
}

/** The report that was being written here. */
export async function readDraft(context: Context): Promise<ReportDraft | undefined> {
  return context.cache.read(await keyOf(context), parse)
}

/** Keeps it over a reload; the store seals it and forgets it in some days. @throws SdkError `storage` */
export async function keepDraft(draft: ReportDraft, context: Context): Promise<void> {
  await context.cache.put(await keyOf(context), reportDraftSchema.parse(draft))
}

/** It was sent, or is not wanted any more. @throws SdkError `storage` */
export async function forgetDraft(context: Context): Promise<void> {
  await context.cache.delete(await keyOf(context))
}
