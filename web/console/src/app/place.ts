import type { Session } from '../state/session'

/** Place is where somebody belongs who wants to see a page of the console. */
export type Place =
  | { is: 'here' }
  | { is: 'waiting' }
  | { is: 'unreachable' }
  | { is: 'choose-password' }
  | { is: 'elsewhere'; to: string; search: { back?: string } }

/** placeFor says where somebody belongs who wants to see `path`; `back` is the page he wanted before he had to sign in. */
export function placeFor(session: Session, path: string, back?: string): Place {
  const at = path.replace(/\/+$/, '') || '/'
  switch (session.state) {
    case 'unknown':
      return { is: 'waiting' }
    case 'unreachable':
      return { is: 'unreachable' }
    case 'out': {
      if (at === '/sign-in') return { is: 'here' }
      const wanted = at === '/' || at === '/setup' ? undefined : at
      return { is: 'elsewhere', to: '/sign-in', search: wanted ? { back: wanted } : {} }
    }
    case 'in':
      if (session.me.needsSetup) return at === '/setup' ? { is: 'here' } : { is: 'elsewhere', to: '/setup', search: {} }
      if (session.me.needsPassword) return { is: 'choose-password' }
      if (at === '/sign-in') return { is: 'elsewhere', to: safe(back), search: {} }
      return at === '/setup' ? { is: 'elsewhere', to: '/', search: {} } : { is: 'here' }
    default:
      return session satisfies never
  }
}

// What stands in an address may come from anybody: it leads to pages of the console only.
function safe(back: string | undefined): string {
  return back && /^\/[a-z][\w/-]*$/.test(back) && !back.startsWith('/sign-in') ? back : '/'
}
