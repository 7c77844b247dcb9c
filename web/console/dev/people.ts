import type { Schemas } from '../../wire/frames'

type Visit = Schemas['Visit']

const MINUTE = 60_000

/** ZONES are the zones of the shop preset. */
export const ZONES: Schemas['Zone'][] = [
  zone('default', 'Default zone', '#7b8494', 0, { default: true, patterns: ['*://*/*'] }),
  zone('catalog', 'Catalog', '#3f7fe0', 1),
  zone('product', 'Product info', '#8b63d6', 2, { parent: 'catalog' }),
  zone('cart', 'Cart', '#e39420', 3),
  zone('checkout', 'Checkout', '#21a179', 4),
  zone('help', 'Help & Legal', '#d4577f', 5),
]

const PAGES: Record<string, readonly [path: string, title: string][]> = {
  default: [
    ['/', 'Kestrel Bikes'],
    ['/search?q=bell', 'Search: “bell”'],
    ['/about', 'About us'],
  ],
  catalog: [
    ['/catalog/road', 'Road bikes – Catalogue'],
    ['/catalog/gravel', 'Gravel bikes – Catalogue'],
    ['/catalog/helmets', 'Helmets – Catalogue'],
    ['/catalog/lights', 'Lights – Catalogue'],
    ['/catalog/sale', 'Sale – Catalogue'],
    ['/catalog/panniers', 'Panniers – Catalogue'],
  ],
  product: [
    ['/product/kestrel-3', 'City bike “Kestrel” 3-speed'],
    ['/product/bell', 'Brass bell, 55 mm'],
    ['/product/saddle-cover', 'Wool saddle cover'],
  ],
  cart: [
    ['/cart', 'Your cart'],
    ['/cart/delivery', 'Delivery options'],
  ],
  checkout: [['/checkout', 'Checkout']],
  help: [
    ['/help/returns', 'Returns'],
    ['/help/terms', 'Terms and conditions'],
  ],
}

// name or city, country, zone: as many as the pictures of the intended look have
const PEOPLE = `
|Berlin|DE|catalog; Ana Marques|Lisbon|PT|catalog; |Lyon|FR|catalog; |Osaka|JP|catalog; |Recife|BR|catalog; |Portland, OR|US|catalog
|Bilbao|ES|catalog; |Gdańsk|PL|catalog; |Utrecht|NL|catalog; |Cologne|DE|catalog; |Seville|ES|catalog; |Leuven|BE|catalog; ||GR|catalog; |||catalog
|Leeds|GB|product; |Montréal|CA|product; Jonas|Bremen|DE|product; |Malmö|SE|product; |Oulu|FI|product; |Trieste|IT|product; |Perth|AU|product; ||CZ|product; |Split|HR|product
Rui Costa|Porto|PT|cart; |Torino|IT|cart; Sanne|Delft|NL|cart
Noor|Antwerp|BE|checkout
|Cardiff|GB|help; ||IE|help
|Hamburg|DE|default; |Austin|US|default; |Nantes|FR|default; |Pune|IN|default; |Bristol|GB|default; |Bari|IT|default; |Puebla|MX|default; |Graz|AT|default
|Cork|IE|default; |Gent|BE|default; |Brno|CZ|default; |Aarhus|DK|default; |Bern|CH|default; |Bergen|NO|default; |Turku|FI|default; ||JP|default
|Kyoto|JP|default; |||default; |Łódź|PL|default; |Split|HR|default; |Lima|PE|default`

/** people are the visitors of the fake shop: always the same ones, as they stand at `now`. */
export function people(now: number): Visit[] {
  const visits = PEOPLE.trim()
    .split(/;|\n/)
    .map((line, i) => {
      const [name = '', city = '', country = '', home = 'default'] = line.trim().split('|')
      return visit(i, { name: name || undefined, city: city || undefined, country: country || undefined, zone: home }, now)
    })
  const by = (text: string) => visits.find(({ name, city }) => name === text || city === text)
  Object.assign(by('Recife') ?? {}, { refused: true })
  Object.assign(by('Osaka') ?? {}, { presence: 'fading', tabs: 0 })
  Object.assign(by('Leeds') ?? {}, {
    invitation: { id: 'invitation-leeds', operator: 'ben', operatorName: 'Ben', state: 'shown' },
  })
  Object.assign(by('Rui Costa') ?? {}, {
    conversation: { id: 'talk-rui', kind: 'text', operator: 'ana', operatorName: 'Ana', hold: false },
  })
  Object.assign(by('Jonas') ?? {}, {
    conversation: { id: 'talk-jonas', kind: 'text', operator: 'ana', operatorName: 'Ana', hold: true },
  })
  Object.assign(by('Sanne') ?? {}, {
    conversation: { id: 'talk-sanne', kind: 'text', operator: 'ben', operatorName: 'Ben', hold: false },
  })
  return visits
}

/** crowd is a great many visitors, most of them in one zone. */
export function crowd(many: number, now: number): Visit[] {
  const zones = Object.keys(PAGES)
  const somebody = people(now)
  return Array.from({ length: many }, (_, i) => {
    const like = somebody[i % somebody.length]
    return visit(i, { ...like, zone: i % 2 === 0 ? 'catalog' : (zones[i % zones.length] ?? 'default') }, now)
  })
}

/** moved is a visit after it went to another zone. */
export function moved(before: Visit, to: string, now: number): Visit {
  const [path, title] = PAGES[to]?.[0] ?? ['/', 'Kestrel Bikes']
  const trail = [...before.trail, to].slice(-12)
  return { ...before, zone: to, trail, url: `https://kestrel.example${path}`, title, pageSince: now, pages: before.pages + 1 }
}

function visit(i: number, is: Partial<Visit> & { zone: string }, now: number): Visit {
  const pages = PAGES[is.zone] ?? []
  const [path, title] = pages[i % pages.length] ?? ['/', 'Kestrel Bikes']
  const ways = ['default', 'catalog', 'product', 'catalog', 'cart', 'checkout']
  const trail = [...ways.slice(i % 3, (i % 3) + 1 + (i % 4)), is.zone]
  const since = ((i * 37) % 290) * 1000 + 5000
  return {
    id: `visit-${i}`,
    visitor: `visitor-${i}`,
    site: 'shop',
    name: is.name,
    city: is.city,
    country: is.country,
    language: 'en-GB',
    browser: ['Chrome 148', 'Firefox 152', 'Safari 26'][i % 3],
    os: ['Windows 11', 'Linux', 'macOS', 'Android 16'][i % 4],
    device: i % 4 === 3 ? 'phone' : 'desktop',
    screen: '1440x900',
    address: '203.0.113.0',
    zone: is.zone,
    trail: trail.filter((zone, at) => zone !== trail[at - 1]),
    url: `https://kestrel.example${path}`,
    title,
    entry: 'https://kestrel.example/',
    referrer: i % 3 === 0 ? 'https://search.example/' : undefined,
    started: now - since - (i % 9) * MINUTE,
    pageSince: now - since,
    pages: 1 + ((i * 7) % 9),
    visits: i % 3 === 0 ? 1 : 1 + (i % 5),
    tabs: 1,
    presence: 'here',
    sleeping: i % 11 === 10,
    refused: false,
  }
}

function zone(id: string, name: string, colour: string, order: number, more: Partial<Schemas['Zone']> = {}): Schemas['Zone'] {
  return { id, site: 'shop', name, colour, order, patterns: [`*/${id}/*`], default: false, ...more }
}
