import type * as z from 'zod/mini'
import type { Context } from '../context.ts'

/** A command of the data directory's owner: run by the CLI itself, or by the server that holds the directory. */
export interface AdminCommand<Input, Output> {
  summary: string
  input: z.ZodMiniType<Input>
  output: z.ZodMiniType<Output>
  /** Bytes that the input may have at the server. @defaultValue JSON_LIMIT */
  maxSize?: number
  /** The street office, with a grant at the root, may call it at the server too. @defaultValue false */
  forStreet?: boolean
  /**
   * @param actor who does it, for the audit. @defaultValue the owner of the data directory
   * @param onProgress told how far long work is, of how much; where the CLI itself does it
   */
  run(context: Context, input: Input, actor?: string, onProgress?: (done: number, total: number) => void): Promise<Output>
}

/** Who acts where the CLI itself does. */
export const OWNER = 'admin'

/** Infers the types of input and output from their schemas. */
export const command = <Input, Output>(definition: AdminCommand<Input, Output>): AdminCommand<Input, Output> => definition
