/** download gives the user what an address has, as a file: without going there, so that nobody is asked whether to leave the page. */
export function download(address: string, name = ''): void {
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
}
