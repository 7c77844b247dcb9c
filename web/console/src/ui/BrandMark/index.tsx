/** BrandMark is Beckon's mark: somebody is waving. */
export function BrandMark({ size = 20 }: { size?: number }) {
  return (
    <svg aria-hidden="true" viewBox="0 0 24 24" width={size} height={size} className="shrink-0">
      <rect x="1" y="3" width="20" height="20" rx="6" className="fill-accent" />
      <circle cx="19" cy="5" r="5" className="fill-warm stroke-surface" strokeWidth="1.5" />
    </svg>
  )
}
