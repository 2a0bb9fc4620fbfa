import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { taggedText } from '../answer.ts'
import { isOwnOrigin } from '../auth/cors.ts'
import { operation } from '../operation.ts'
import { PLANNER_WORKER_HEADERS, plannerPage, plannerPageHeaders } from '../planner/page.ts'
import { ProblemError } from '../problem.ts'
import { noQuerySchema, plannerFrameQuerySchema } from '../schema.ts'

const RULES = { method: 'GET', access: ['anyone'], scope: 'open' } as const

export const getPlannerFrame = operation({
  ...RULES,
  path: '/planner',
  id: 'showPlannerFrame',
  summary: 'The page that a site of the district frames, out of sight, to plan in a worker where its own policy allows none',
  query: plannerFrameQuerySchema,
  answers: { 200: { description: 'A page that starts the worker and passes the port on to it', type: 'text/html' } },
  async handle({ context, query: { origin } }) {
    if (!(await isOwnOrigin(context, origin, '/planner'))) {
      throw new ProblemError(403, 'origin-not-allowed', 'Neither a site key nor a page of staff is of this origin')
    }
    return new Response(plannerPage(origin), { status: 200, headers: plannerPageHeaders(origin) })
  },
})

export const getPlannerWorker = operation({
  ...RULES,
  path: '/planner/worker.js',
  id: 'getPlannerWorker',
  summary: 'The worker’s script: the planner of @wangge/core in one file',
  query: noQuerySchema,
  answers: { 200: { description: 'A script', type: 'text/javascript' } },
  async handle({ request }) {
    script ??= readFile(fileURLToPath(import.meta.resolve('@wangge/core/wangge-planner.min.js')), 'utf8')
    return taggedText(request, await script, PLANNER_WORKER_HEADERS)
  },
})

let script: Promise<string> | undefined
