import { nothingSchema } from '../schema.ts'
import { setStatements, statementsView } from '../storage/statements.ts'
import { command, OWNER } from './command.ts'
import { setStatementsSchema, statementsViewSchema } from './statements-schema.ts'

export const STATEMENT_COMMANDS = {
  'statement-show': command({
    summary: 'What people are asked to agree to, with the words that they were asked before',
    input: nothingSchema,
    output: statementsViewSchema,
    forStreet: true,
    run: async ({ reference }) => statementsView(await reference.current()),
  }),
  'statement-set': command({
    summary: 'Sets what people are asked to agree to from now on: other words are a new version, those before stay',
    input: setStatementsSchema,
    output: statementsViewSchema,
    forStreet: true,
    run: async (context, wanted, actor = OWNER) => setStatements(context, wanted, actor),
  }),
}
