// Runs before the first paint, so that the console does not flash in the other theme. src/state/appearance.ts has the rest.
try {
  const theme = localStorage.getItem('beckon.theme')
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme
} catch {}
