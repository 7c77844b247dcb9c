// The shop works without this script. With it, adding to the cart doesn't leave the page.
const said = document.querySelector('[data-said]')
let fading

function say(text) {
  const link = document.createElement('a')
  link.href = '/demo/cart'
  link.textContent = 'Open cart'
  said.replaceChildren(`${text} `, link)
  said.classList.add('shown')
  clearTimeout(fading)
  fading = setTimeout(() => said.classList.remove('shown'), 6000)
}

for (const form of document.querySelectorAll('form[data-add]')) {
  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    try {
      const answer = await fetch(form.action, {
        method: 'POST',
        headers: { Accept: 'application/json' },
        body: new URLSearchParams(new FormData(form)),
      })
      if (!answer.ok) throw new Error(answer.statusText)
      const cart = await answer.json()
      for (const count of document.querySelectorAll('[data-count]')) count.textContent = `(${cart.count})`
      say(cart.said)
    } catch {
      form.submit()
    }
  })
}

for (const form of document.querySelectorAll('form[data-set]')) {
  form.classList.add('by-itself')
  form.addEventListener('change', () => form.requestSubmit())
}

// A page that comes back from the browser's cache may know an older cart.
addEventListener('pageshow', (event) => {
  if (event.persisted && location.pathname === '/demo/cart') location.reload()
})
