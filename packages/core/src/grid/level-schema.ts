import * as z from 'zod/mini'

/** 街道 > 总网格(社区) > 一般网格(小区) > 微网格(楼栋); a dedicated grid (专属网格) sits under a community or an estate. */
export const gridLevelSchema = z.enum(['subdistrict', 'community', 'estate', 'micro', 'dedicated'])
export type GridLevel = z.infer<typeof gridLevelSchema>
