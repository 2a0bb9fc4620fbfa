export const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** Of a file to be saved; no store between keeps it. */
export const fileHeaders = (type: string, name: string) => ({
  'content-type': type,
  'content-disposition': `attachment; filename="${name}"`,
  'cache-control': 'no-store',
})
