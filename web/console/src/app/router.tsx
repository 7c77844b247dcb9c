import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { viewOf } from '../archive/filter'
import { Signed } from '../shell/Signed'
import { Broken, NotFound, Opening } from '../shell/states'
import { Entrance } from './Entrance'

const root = createRootRoute({ component: Entrance, notFoundComponent: NotFound, errorComponent: Broken })

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search: Record<string, unknown>): { back?: string } =>
    typeof search.back === 'string' ? { back: search.back } : {},
  component: lazyRouteComponent(() => import('../signin/SignIn'), 'SignIn'),
})

const setup = createRoute({
  getParentRoute: () => root,
  path: '/setup',
  component: lazyRouteComponent(() => import('../setup/SetUp'), 'SetUp'),
})

const signed = createRoute({ getParentRoute: () => root, id: 'signed', component: Signed, notFoundComponent: NotFound })

const monitor = createRoute({
  getParentRoute: () => signed,
  path: '/',
  component: lazyRouteComponent(() => import('../monitor/MonitorScreen'), 'MonitorScreen'),
})

const conversations = createRoute({
  getParentRoute: () => signed,
  path: '/conversations',
  validateSearch: viewOf,
  component: lazyRouteComponent(() => import('../archive/ArchiveScreen'), 'ArchiveScreen'),
})

const communication = createRoute({
  getParentRoute: () => signed,
  path: '/communication',
  component: lazyRouteComponent(() => import('../communication/CommunicationScreen'), 'CommunicationScreen'),
})

const messages = createRoute({
  getParentRoute: () => signed,
  path: '/messages',
  component: lazyRouteComponent(() => import('../offline/MessageBoard'), 'MessageBoard'),
})

const message = createRoute({
  getParentRoute: () => signed,
  path: '/messages/$id',
  component: lazyRouteComponent(() => import('../offline/MessageBoard'), 'MessageBoard'),
})

const settings = createRoute({
  getParentRoute: () => signed,
  path: '/settings',
  beforeLoad: () => {
    throw redirect({ to: '/settings/$page', params: { page: 'general' } })
  },
})

const settingsPage = createRoute({
  getParentRoute: () => signed,
  path: '/settings/$page',
  component: lazyRouteComponent(() => import('./SettingsRoute'), 'SettingsRoute'),
})

const help = createRoute({
  getParentRoute: () => signed,
  path: '/help',
  component: lazyRouteComponent(() => import('../help/HelpPage'), 'HelpPage'),
})

/** router knows the pages of the console. */
export const router = createRouter({
  routeTree: root.addChildren([
    signIn,
    setup,
    signed.addChildren([monitor, communication, messages, message, conversations, settings, settingsPage, help]),
  ]),
  basepath: '/console',
  defaultPendingComponent: Opening,
  defaultErrorComponent: Broken,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
