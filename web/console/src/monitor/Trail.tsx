import { useStore } from '@nanostores/react'
import { $zones } from '../state/live'

/** Trail is the zone tracking bar: the zones passed through as coloured segments along the bottom edge, the latest last. */
export function Trail({ trail, zone }: { trail: readonly string[]; zone: string }) {
  const zones = useStore($zones)
  const passed = trail.length > 0 ? trail : [zone]
  return (
    <span aria-hidden="true" className="fade absolute inset-x-0 bottom-0 flex h-0.75 gap-px">
      {passed.map((id, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a zone may be passed through twice
        <span key={i} className="flex-1 bg-faint" style={{ backgroundColor: zones[id]?.colour }} />
      ))}
    </span>
  )
}
