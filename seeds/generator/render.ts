// Draws the map as SVG, to be looked at: node seeds/generator/render.ts > map.svg
import { buildMap } from './geography/build-map.ts'
import type { Ring } from './geography/planar-map.ts'
import { COUNTS, SEED } from './settings.ts'

const { map, communities, ring } = buildMap(SEED, { estates: COUNTS.estate, micros: COUNTS.micro })
const path = (r: Ring) =>
  `M${r
    .map((v) =>
      map
        .point(v)
        .map((n, k) => (k ? -n : n).toFixed(1))
        .join(' '),
    )
    .join('L')}Z`
const FILLS = ['#f3e9d8', '#e9efdc', '#f4e3de', '#e3ebf0', '#efe6ef', '#f5efd2', '#e2eee9']
const layers = communities.map(({ estates }, k) =>
  estates
    .flatMap(({ micros, setting }, e) =>
      micros.map((m) => {
        const fill = setting === 'river' ? '#b9d9e8' : setting === 'park' ? '#cfe5c0' : FILLS[k % FILLS.length]
        return `<path d="${path(m)}" fill="${fill}" fill-opacity="${setting === 'housing' ? 0.75 + 0.25 * (e % 2) : 1}" stroke="#a59a8a" stroke-width="2"/>`
      }),
    )
    .join(''),
)
console.log(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="-2200 -2420 4600 4840" width="1500" height="1578"><rect x="-2200" y="-2420" width="4600" height="4840" fill="#fbfaf7"/>
${layers.join('\n')}
<g fill="none" stroke-linejoin="round">
<g stroke="#fff" stroke-width="13">${communities.flatMap(({ estates }) => estates.map((e) => `<path d="${path(e.ring)}"/>`)).join('')}</g>
<g stroke="#8a8174" stroke-width="3">${communities.flatMap(({ estates }) => estates.map((e) => `<path d="${path(e.ring)}"/>`)).join('')}</g>
<g stroke="#e0a64a" stroke-width="16">${communities.map((c) => `<path d="${path(c.ring)}"/>`).join('')}</g>
<path d="${path(ring)}" stroke="#b5452c" stroke-width="20"/></g></svg>`)
