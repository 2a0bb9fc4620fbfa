import { watchElements } from './loader.ts'

watchElements(document)

export { watchElements }
