import { el, say } from '../dom'

/** Rating is the form in which the visitor says how a chat was that has ended. */
export interface Rating {
  node: HTMLElement
  /** How far the rating got; `why` says in words what is wrong with it. */
  state(state: 'asking' | 'sending' | 'rated', why: string): void
}

const most = 1000

/** newRating returns the form; `send` gets the stars and the comment, which may be empty. */
export const newRating = (send: (stars: number, comment: string) => void): Rating => {
  const note = el('p', { class: 'note', role: 'status' })
  const comment = el('textarea', { id: 'rating-comment', class: 'comment', rows: '2', maxlength: `${most}`, dir: 'auto' })
  const button = el('button', { class: 'primary', type: 'submit' }, 'Send rating')
  const more = el(
    'div',
    { class: 'more' },
    el('label', { for: 'rating-comment' }, 'Comment ', el('span', { class: 'muted' }, 'optional')),
    comment,
    button,
  )
  more.hidden = true
  let stars = 0
  const stops = [1, 2, 3, 4, 5].map((value) => {
    const radio = el('input', {
      type: 'radio',
      name: 'stars',
      value: `${value}`,
      'aria-label': value === 1 ? '1 star' : `${value} stars`,
    })
    const star = el('label', { class: 'star' }, radio, el('span', { 'aria-hidden': 'true' }, '★'))
    radio.addEventListener('change', () => {
      stars = value
      more.hidden = false
      for (const [i, { star }] of stops.entries()) star.classList.toggle('on', i < stars)
    })
    return { star, radio }
  })
  const form = el(
    'form',
    {
      submit: (event) => {
        event.preventDefault()
        if (stars) send(stars, comment.value.trim())
      },
    },
    el('fieldset', { class: 'stars' }, el('legend', {}, 'How was this chat?'), ...stops.map(({ star }) => star)),
    more,
  )
  const node = el('div', { class: 'rating' }, form, note)

  return {
    node,
    state(state, why) {
      form.hidden = state !== 'asking'
      note.className = why && state !== 'sending' ? 'note bad' : 'note'
      const text = why || (state === 'rated' ? 'Thank you for your rating.' : state === 'sending' ? 'Sending…' : '')
      say(note, text)
    },
  }
}
