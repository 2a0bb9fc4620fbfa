import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { newKeyring, sideBySide } from './measure.ts'

const NAMES = 15_000

/** The names of a whole district, beside the cipher alone. */
export async function measureSealing() {
  const keyring = newKeyring()
  const key = randomBytes(32)
  const placeOf = (index: number) => ({ districtId: 'main', table: 'people', column: 'name_sealed', id: `p-${index}` })
  const each = <T>(work: (index: number) => T): T[] => Array.from({ length: NAMES }, (_, index) => work(index))
  const encrypt = () => {
    const iv = randomBytes(12)
    const cipher = createCipheriv('aes-256-gcm', key, iv)
    return { iv, body: Buffer.concat([cipher.update('欧阳若兰', 'utf8'), cipher.final()]), tag: cipher.getAuthTag() }
  }
  const sealed = each((index) => keyring.seal('欧阳若兰', placeOf(index)))
  const encrypted = each(encrypt)
  const times = await sideBySide(
    { rounds: 9 },
    {
      seal: () => each((index) => keyring.seal('欧阳若兰', placeOf(index))),
      sealPeer: () => each(encrypt),
      open: () => each((index) => keyring.open(sealed[index]!, placeOf(index))),
      openPeer: () =>
        each((index) => {
          const { iv, body, tag } = encrypted[index]!
          const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: 16 }).setAuthTag(tag)
          return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8')
        }),
    },
  )
  return {
    names: NAMES,
    'sealed, ms': times.seal,
    'AES-256-GCM alone, ms': times.sealPeer,
    'opened, ms': times.open,
    'AES-256-GCM opened alone, ms': times.openPeer,
  }
}
