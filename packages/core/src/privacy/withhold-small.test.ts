import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { withholdSmall } from './withhold-small.ts'

interface Node {
  own: number
  children: Node[]
}

const count = fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 60 }))
const { node } = fc.letrec<{ node: Node }>((tie) => ({
  node: fc.record({
    own: count,
    children: fc.oneof({ maxDepth: 3 }, fc.constant<Node[]>([]), fc.array(tie('node'), { maxLength: 5 })),
  }),
}))

function lay(root: Node) {
  const children = new Map<string, { id: string }[]>()
  const totals = new Map<string, number>()
  const visit = (one: Node, id: string): number => {
    children.set(
      id,
      one.children.map((_, index) => ({ id: `${id}.${index}` })),
    )
    const total = one.children.reduce((sum, child, index) => sum + visit(child, `${id}.${index}`), one.own)
    totals.set(id, total)
    return total
  }
  visit(root, 'r')
  return { tree: { root: { id: 'r' }, children: (id: string) => children.get(id) ?? [] }, totals, ids: [...totals.keys()] }
}

describe('withholding small counts', () => {
  it('withholds the small ones, and the smallest other where one alone could be computed', () => {
    const { tree } = lay({ own: 0, children: [0, 0, 0].map((own) => ({ own, children: [] })) })
    const counts = (a: number, b: number, c: number) =>
      new Map([
        ['r', a + b + c],
        ['r.0', a],
        ['r.1', b],
        ['r.2', c],
      ])
    assert.deepEqual([...withholdSmall(tree, counts(1, 4, 9), 3)].sort(), ['r.0', 'r.1'])
    assert.deepEqual([...withholdSmall(tree, counts(2, 0, 9), 3)].sort(), ['r.0', 'r.2'])
    assert.deepEqual([...withholdSmall(tree, counts(3, 0, 9), 3)], [])
    assert.deepEqual([...withholdSmall(tree, counts(1, 1, 0), 3)].sort(), ['r', 'r.0', 'r.1', 'r.2'])
  })

  it('leaves no small count to be computed: whatever adds up to a published count hides at least two that come to the limit', () => {
    fc.assert(
      fc.property(node, fc.integer({ min: 2, max: 10 }), (root, least) => {
        const { tree, totals, ids } = lay(root)
        const withheld = withholdSmall(tree, totals, least)
        for (const id of ids) {
          const total = totals.get(id)!
          const isSmall = total > 0 && total < least
          if (isSmall) assert.ok(withheld.has(id), `${id} is ${total}`)
          const parts = tree.children(id)
          if (withheld.has(id)) {
            for (const part of parts) assert.ok(withheld.has(part.id), 'what is below a withheld grid is withheld')
            continue
          }
          const published = parts.filter((part) => !withheld.has(part.id))
          const rest = total - published.reduce((sum, part) => sum + totals.get(part.id)!, 0)
          const own = total - parts.reduce((sum, part) => sum + totals.get(part.id)!, 0)
          // Known to the reader: `rest` is the sum of the withheld children and of what lies in no child.
          const unknown = parts.length - published.length + 1
          const hasSmall = [own, ...parts.map((part) => totals.get(part.id)!)].some((part) => part > 0 && part < least)
          if (hasSmall && parts.length > 0) assert.ok(unknown >= 2 && rest >= least, `${rest} in ${unknown} of ${id}`)
        }
      }),
      { numRuns: 500 },
    )
  })

  it('shows zeros and big counts where nothing small is beside them, and decides alike each time', () => {
    fc.assert(
      fc.property(node, fc.integer({ min: 2, max: 10 }), (root, least) => {
        const { tree, totals, ids } = lay(root)
        const withheld = withholdSmall(tree, totals, least)
        assert.deepEqual(withholdSmall(tree, new Map([...totals].reverse()), least), withheld)
        const small = ids.some((id) => totals.get(id)! > 0 && totals.get(id)! < least)
        const hasSmallRest = ids.some((id) => {
          const own = totals.get(id)! - tree.children(id).reduce((sum, part) => sum + totals.get(part.id)!, 0)
          return own > 0 && own < least
        })
        if (!small && !hasSmallRest) assert.equal(withheld.size, 0)
      }),
    )
  })
})
