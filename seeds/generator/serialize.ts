const NOTICE = {
  zh: '本文件由程序随机生成，仅作示例：除街道与 13 个社区的公开名称及报道中的数量外，网格边界、地址、单位、姓名和问题均为虚构，与真实的人和事无关。',
  en: 'Generated sample data. Except for the public names of the sub-district and its 13 communities and the counts of a newspaper article, everything here (boundaries, addresses, organisations, names of people, issues) is made up and stands for no real person or event.',
}

/** A data file: a header, then one record per line. */
export function serialize(seed: number, records: readonly unknown[]): string {
  const header = `{"generated":true,"notice":${JSON.stringify(NOTICE)},"seed":${seed},"schemaVersion":1,"records":[`
  return `${header}\n${records.map((record) => JSON.stringify(record)).join(',\n')}\n]}\n`
}
