/** snippetOf is the one line that a site's pages need. */
export function snippetOf(publicURL: string, key: string): string {
  return `<script async src="${publicURL}/beckon.js" data-site="${key}"></script>`
}

/** cspOf are the sources that a site with a Content-Security-Policy has to add, one directive a line. */
export function cspOf(publicURL: string): string {
  const socket = publicURL.replace(/^http/, 'ws')
  return `script-src ${publicURL};\nconnect-src ${publicURL} ${socket};`
}
