/** Coordinate systems of points on earth, and what clerks call them. */
export const CRS_NAMES = {
  wgs84: ['WGS-84', 'WGS 84', 'WGS84'],
  cgcs2000: ['CGCS2000', '国家2000', '2000国家大地坐标系'],
  gcj02: ['GCJ-02', 'GCJ02', '高德', '腾讯'],
  bd09: ['BD-09', 'BD09', '百度'],
} as const
