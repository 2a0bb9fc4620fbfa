import { expect } from '@open-wc/testing'
import { withoutMetadata } from './without-metadata.ts'

async function picture(): Promise<Uint8Array<ArrayBuffer>> {
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = 16
  canvas.getContext('2d')!.fillRect(2, 2, 9, 9)
  const blob = await new Promise<Blob>((resolve) => canvas.toBlob((made) => resolve(made!), 'image/jpeg'))
  return new Uint8Array(await blob.arrayBuffer())
}

const segment = (marker: number, text: string) => [0xff, marker, 0, text.length + 2, ...new TextEncoder().encode(text)]
const bytesOf = async (blob: Blob) => [...new Uint8Array(await blob.arrayBuffer())]

describe('A photo as it is sent', () => {
  it('carries its picture and colours, and nothing that an encoder writes beside them', async () => {
    const clean = await picture()
    const jfifEnd = 4 + clean[5]!
    const profile = segment(0xe2, 'ICC_PROFILE\0\x01\x01')
    const told = [segment(0xe1, 'Exif\0\0MM'), segment(0xed, 'Photoshop 3.0\0'), segment(0xe2, 'MPF\0'), segment(0xfe, 'words')]
    const head = [...clean.subarray(0, jfifEnd)]
    const rest = [...clean.subarray(jfifEnd)]
    const photo = new Blob([new Uint8Array([...head, ...told.flat(), ...profile, ...rest])], { type: 'image/jpeg' })
    const sent = await withoutMetadata(photo)
    expect(sent.type).to.equal('image/jpeg')
    expect(await bytesOf(sent)).to.deep.equal([...head, ...profile, ...rest])
    expect((await createImageBitmap(await withoutMetadata(new Blob([clean], { type: 'image/jpeg' })))).width).to.equal(16)
  })

  it('comes back as it is where it has no segments, or ends within one', async () => {
    for (const bytes of [[], [0xff], [0xff, 0xd8], [0xff, 0xd8, 0xff], [0xff, 0xd8, 0xff, 0xdb, 0xff], [1, 2, 3, 4]]) {
      expect(await bytesOf(await withoutMetadata(new Blob([new Uint8Array(bytes)])))).to.deep.equal(bytes)
    }
  })
})
