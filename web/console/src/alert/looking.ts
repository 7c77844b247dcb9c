/** isLookedAt is whether the operator has this tab before him. */
export function isLookedAt(): boolean {
  return document.visibilityState === 'visible' && document.hasFocus()
}
