import { dress, press } from '../dom'

const svg = 'http://www.w3.org/2000/svg'

const paths = {
  chat: 'M20.5 11.5a8 8 0 0 1-11.6 7.1L4 20l1.4-4.7a8 8 0 1 1 15.1-3.8z',
  phone: 'M8 4H5a1 1 0 0 0-1 1c0 8.3 6.7 15 15 15a1 1 0 0 0 1-1v-3l-4.5-1.5-2 2a12 12 0 0 1-6-6l2-2z',
  send: 'M21 3 10 14M21 3l-7 18-4-7-7-4z',
  fold: 'M6 9l6 6 6-6',
  hold: 'M7 5h3v14H7zM14 5h3v14h-3z',
  clock: 'M12 7v5l3 2M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0z',
  save: 'M12 4v11M7 11l5 5 5-5M5 20h14',
  smile: 'M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0zM8.5 14.5a4.5 4.5 0 0 0 7 0M9 9.5v.01M15 9.5v.01',
  sound: 'M4 9.5v5h3.5L12 18.5v-13L7.5 9.5zM15.5 9a4 4 0 0 1 0 6M18 6.5a8 8 0 0 1 0 11',
  mute: 'M4 9.5v5h3.5L12 18.5v-13L7.5 9.5zM16 9.5l5 5M21 9.5l-5 5',
  clip: 'M20 11.5l-8 8a5 5 0 0 1-7-7l8.5-8.5a3.4 3.4 0 0 1 4.8 4.8l-8.5 8.5a1.7 1.7 0 0 1-2.4-2.4l7.8-7.8',
  file: 'M14 3H6v18h12V7zM14 3v4h4',
}

/** icon makes one of our line drawings, in the colour of the text around it; it says nothing to a screen reader. */
export const icon = (name: keyof typeof paths): SVGElement =>
  dress(document.createElementNS(svg, 'svg'), { viewBox: '0 0 24 24', 'aria-hidden': 'true' }, [
    dress(document.createElementNS(svg, 'path'), { d: paths[name] }, []),
  ])

/** tool makes a button that is a line drawing with this name. */
export const tool = (name: string, picture: keyof typeof paths, act: () => void): HTMLButtonElement =>
  dress(press('icon', act, icon(picture)), { 'aria-label': name, title: name }, [])
