// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { singly } from './singly'

describe('the second half of a double click', () => {
  let stop = () => {}
  let seen: string[] = []
  beforeEach(() => {
    document.body.innerHTML = `<main><button id="next"><b id="word">Next</b></button><button id="block">Block</button><p id="plain">words</p>
      <table><tbody><tr id="row"><td id="one">1</td><td id="two">2</td></tr></tbody></table></main>`
    seen = []
    stop = singly(window)
    for (const type of ['mousedown', 'click', 'dblclick']) {
      document.addEventListener(type, note, true)
    }
  })
  afterEach(() => {
    stop()
    for (const type of ['mousedown', 'click', 'dblclick']) document.removeEventListener(type, note, true)
  })
  const note = (event: Event) => void seen.push(`${event.type} ${(event.target as Element).id}`)
  const press = (id: string, detail: number) => {
    const make = (type: string) => new MouseEvent(type, { bubbles: true, cancelable: true, detail })
    for (const type of detail > 1 ? ['mousedown', 'mouseup', 'click', 'dblclick'] : ['mousedown', 'mouseup', 'click'])
      document.getElementById(id)?.dispatchEvent(make(type))
  }

  it('does nothing where something else has come under the pointer', () => {
    press('next', 1)
    document.getElementById('next')?.remove()
    press('block', 2)
    expect(seen).toEqual(['mousedown next', 'click next'])
    press('block', 1)
    expect(seen.slice(2)).toEqual(['mousedown block', 'click block'])
  })

  it('does nothing on what is no control either, such as the backdrop of a dialog that the first half opened', () => {
    press('next', 1)
    press('plain', 2)
    expect(seen).toEqual(['mousedown next', 'click next'])
  })

  it('is left alone on the same button and the same row, whichever part of it is met', () => {
    press('next', 1)
    press('word', 2)
    expect(seen.slice(2)).toEqual(['mousedown word', 'click word', 'dblclick word'])
    press('one', 1)
    press('two', 2)
    expect(seen.slice(-3)).toEqual(['mousedown two', 'click two', 'dblclick two'])
  })

  it('leaves alone what a key presses', () => {
    press('next', 1)
    press('block', 2)
    document.getElementById('block')?.dispatchEvent(new MouseEvent('click', { bubbles: true, detail: 0 }))
    expect(seen.slice(2)).toEqual(['click block'])
  })
})
