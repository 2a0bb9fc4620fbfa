// The fine shape of lines: streets bend a little, walls of courtyards go around buildings.
import type { Random } from '../random.ts'
import { alongs, offsetAt, survey } from './curve.ts'
import { distance } from './plane.ts'
import type { Point } from './plane.ts'

/** A street: nearly straight, surveyed every dozen metres. */
export const drawStreet =
  (spacing: number, roughness: number) =>
  (line: readonly Point[], random: Random): Point[] =>
    survey(line, random, spacing * random.between(0.85, 1.15), roughness)

/** A wall or a path between buildings: steps aside at right angles and comes back. */
export const drawWall =
  (spacing: number, roughness: number) =>
  (line: readonly Point[], random: Random): Point[] => {
    const surveyed = survey(line, random, spacing * random.between(0.85, 1.15), roughness)
    const lengths = alongs(line)
    const total = lengths.at(-1)!
    const niches = chooseNiches(total, random)
    if (niches.length === 0) return surveyed
    const straight = survey(line, random, spacing, roughness / 2)
    const drawn: Point[] = [line[0]!]
    const straightLengths = alongs(straight)
    const whole = straightLengths.at(-1)!
    const onLine = (along: number, sideways: number) => offsetAt(straight, straightLengths, (along / total) * whole, sideways)
    let along = spacing * random.between(0.7, 1.2)
    let [niche, ...others] = niches
    while (along < total - 6) {
      if (niche && along >= niche.from - 5) {
        drawn.push(...step(niche, onLine, spacing, random))
        along = niche.to + spacing * random.between(0.6, 1.1)
        ;[niche, ...others] = others
        continue
      }
      drawn.push(onLine(along, roughness * random.normal() * 0.6))
      along += spacing * random.between(0.75, 1.25)
    }
    return [...drawn.filter((point) => distance(point, line.at(-1)!) > 4), line.at(-1)!]
  }

interface Niche {
  from: number
  to: number
  depth: number
}

function chooseNiches(total: number, random: Random): Niche[] {
  const niches: Niche[] = []
  let from = random.between(16, 45)
  while (from < total - 34) {
    const to = from + random.between(12, 38)
    if (to > total - 15) break
    if (random.chance(0.62)) niches.push({ from, to, depth: random.between(3.5, 11) * (random.chance(0.5) ? 1 : -1) })
    from = to + random.between(14, 50)
  }
  return niches
}

function step({ from, to, depth }: Niche, onLine: (along: number, sideways: number) => Point, spacing: number, random: Random) {
  const points: Point[] = [onLine(from, 0)]
  const count = Math.max(1, Math.round((to - from) / spacing))
  for (let k = 0; k <= count; k++) points.push(onLine(from + ((to - from) * k) / count, depth + random.between(-0.3, 0.3)))
  return [...points, onLine(to, 0)]
}
