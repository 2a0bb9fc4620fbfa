import { describeApi, openApi } from '../openapi.ts'
import { OPERATIONS } from '../operations.ts'
import { readArguments } from './arguments.ts'

/** `wangge openapi`: the API's description on standard output. */
export async function openapi(args: string[]): Promise<void> {
  readArguments(args, {})
  console.log(JSON.stringify(openApi([...OPERATIONS, describeApi(OPERATIONS)]), null, 2))
}
