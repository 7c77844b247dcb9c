import { useState } from 'react'

/** Picture shows a picture of a step, and nothing at all until it is there or when it is missing. */
export function Picture({ src, alt }: { src: string; alt: string }) {
  const [state, setState] = useState<'coming' | 'here' | 'missing'>('coming')
  if (state === 'missing') return null
  return (
    <figure className={state === 'here' ? 'mt-3' : 'h-0 overflow-hidden'}>
      <img
        src={src}
        alt={alt}
        onLoad={(event) => setState(event.currentTarget.naturalWidth > 1 ? 'here' : 'missing')}
        onError={() => setState('missing')}
        className="w-full rounded-xl border border-line"
      />
    </figure>
  )
}
