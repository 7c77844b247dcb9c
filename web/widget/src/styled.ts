/** styled gives root one more style sheet without a style element, which a strict policy would forbid. */
export const styled = (root: DocumentOrShadowRoot, css: string): void => {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(css)
  root.adoptedStyleSheets.push(sheet)
}
