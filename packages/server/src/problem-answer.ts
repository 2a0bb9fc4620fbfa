import { open311Errors, speaksOpen311 } from './open311/errors.ts'
import { problemResponse } from './problem.ts'
import type { ProblemError } from './problem.ts'

/** A problem in the words of whoever asked. */
export const problemAnswer = (error: ProblemError, request: Request, path: string): Response =>
  speaksOpen311(request, path) ? open311Errors(error, request, path) : problemResponse(error, path)
