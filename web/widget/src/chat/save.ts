/** saveAs gives the visitor a file, made here: nothing is fetched and the page stays. */
export const saveAs = (name: string, bytes: Blob): void => {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(bytes)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 1e4)
}
