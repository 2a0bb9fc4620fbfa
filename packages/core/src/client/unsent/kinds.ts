import { reportCommandSchema, reporterStepCommandSchema, transitionCommandSchema } from '../../issue/schema.ts'
import type { OutboxEntry } from '../../ports/index.ts'
import {
  acceptSwapCommandSchema,
  cancelSignUpCommandSchema,
  checkInCommandSchema,
  confirmSignUpCommandSchema,
  correctionStepCommandSchema,
  offerSwapCommandSchema,
  requestCorrectionCommandSchema,
  signUpCommandSchema,
  swapCommandSchema,
} from '../../roster/schema.ts'
import { CHECK_INS, correctionPath, RECEIPT_STEPS, signUpPath, swapPath, SWAPS, transitionsPath } from '../paths.ts'
import type { Schema } from '../schema-parse.ts'

/** Where a command of a kind goes and what it is about, by its body alone. */
interface Kind<Body extends { id: string }> {
  schema: Schema<Body>
  path: (body: Body) => string
  /** The issue that it is about; left out: the person, whose steps keep their order. */
  about?: (body: Body) => string
}

const kind = <Body extends { id: string }>(of: Kind<Body>) => of as unknown as Kind<{ id: string }>

/** Forms of each kind of command, tried in this order. Whoever wrote a file does not choose where a command goes. */
export const KINDS: Record<OutboxEntry['kind'], readonly Kind<{ id: string }>[]> = {
  report: [kind({ schema: reportCommandSchema, path: () => '/v1/issues', about: ({ id }) => id })],
  'reporter-step': [kind({ schema: reporterStepCommandSchema, path: () => RECEIPT_STEPS, about: ({ issueId }) => issueId })],
  'issue-step': [
    kind({
      schema: transitionCommandSchema,
      path: ({ issueId }) => transitionsPath(issueId),
      about: ({ issueId }) => issueId,
    }),
  ],
  'sign-up': [kind({ schema: signUpCommandSchema, path: () => '/v1/sign-ups' })],
  'cancel-sign-up': [kind({ schema: cancelSignUpCommandSchema, path: ({ signUpId }) => `${signUpPath(signUpId)}/cancel` })],
  'confirm-sign-up': [kind({ schema: confirmSignUpCommandSchema, path: ({ signUpId }) => `${signUpPath(signUpId)}/confirm` })],
  'offer-swap': [kind({ schema: offerSwapCommandSchema, path: () => SWAPS })],
  'accept-swap': [kind({ schema: acceptSwapCommandSchema, path: ({ swapId }) => `${swapPath(swapId)}/accept` })],
  'withdraw-swap': [kind({ schema: swapCommandSchema, path: ({ swapId }) => `${swapPath(swapId)}/withdraw` })],
  'check-in': [kind({ schema: checkInCommandSchema, path: () => CHECK_INS })],
  correction: [
    kind({ schema: requestCorrectionCommandSchema, path: ({ signUpId }) => `${signUpPath(signUpId)}/corrections` }),
    kind({ schema: correctionStepCommandSchema, path: ({ correctionId }) => `${correctionPath(correctionId)}/steps` }),
  ],
}
