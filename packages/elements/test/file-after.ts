import { waitUntil } from '../../core/test/wait-until.ts'

/** Name and text of the file that the person is given after `ask`. */
export async function fileAfter(ask: () => void): Promise<{ name: string; text: string }> {
  const click = HTMLAnchorElement.prototype.click
  const files: { name: string; text: Promise<string> }[] = []
  HTMLAnchorElement.prototype.click = function (this: HTMLAnchorElement) {
    files.push({ name: this.download, text: fetch(this.href).then((answer) => answer.text()) })
  }
  try {
    ask()
    await waitUntil(() => files.length === 1, 'a file is given')
    return { name: files[0]!.name, text: await files[0]!.text }
  } finally {
    HTMLAnchorElement.prototype.click = click
  }
}
