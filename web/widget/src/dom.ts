import { listen } from './safely'

type Child = Node | string
type Properties = Record<string, string | ((event: Event) => void)>

/** dress gives element its properties, texts as attributes and functions as harmless listeners, and its children. */
export const dress = <E extends Element>(element: E, properties: Properties, children: readonly Child[]): E => {
  // Own keys only: pages exist that add to Object.prototype.
  for (const [name, value] of Object.entries(properties))
    if (typeof value === 'string') element.setAttribute(name, value)
    else listen(element, name, value)
  element.append(...children)
  return element
}

/** el makes an element with properties as in dress. */
export const el = <K extends keyof HTMLElementTagNameMap>(
  tag: K,
  properties: Properties,
  ...children: Child[]
): HTMLElementTagNameMap[K] => dress(document.createElement(tag), properties, children)

/** press makes a button that looks like `look` and does `act`. */
export const press = (look: string, act: (event: Event) => void, ...children: Child[]): HTMLButtonElement =>
  el('button', { class: look, type: 'button', click: act }, ...children)

/** say makes text what stands in node; what stands there already is not read out again. */
export const say = (node: Node, text: string): void => {
  if (node.textContent !== text) node.textContent = text
}

/** focusBeside returns what has the keyboard in the shadow root that node is in. */
export const focusBeside = (node: Node): Element | null => (node.getRootNode() as ShadowRoot).activeElement

/** onEscape makes a listener to keys that calls f for Escape, unless it is a key of the visitor's input method. */
export const onEscape =
  (f: () => void) =>
  (event: Event): void => {
    const { key, isComposing } = event as KeyboardEvent
    if (key !== 'Escape' || isComposing) return
    event.preventDefault()
    f()
  }
