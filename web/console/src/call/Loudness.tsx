import { useEffect, useRef } from 'react'
import { levelOf } from './level'

const EVERY = 80

/** Loudness shows how loud a stream is, now; silent without one. */
export function Loudness({ stream, label, silent }: { stream: MediaStream | undefined; label: string; silent?: boolean }) {
  const bar = useRef<HTMLDivElement>(null)
  const meter = useRef<HTMLDivElement>(null)
  // Written by hand: it changes twelve times a second, and React need not know.
  useEffect(() => {
    const show = (level: number) => {
      if (bar.current) bar.current.style.scale = `${level.toFixed(2)} 1`
      meter.current?.setAttribute('aria-valuenow', String(Math.round(level * 100)))
    }
    show(0)
    if (!stream || silent) return
    const level = levelOf(stream)
    const timer = setInterval(() => show(level.now()), EVERY)
    return () => {
      clearInterval(timer)
      level.stop()
    }
  }, [stream, silent])
  return (
    // biome-ignore lint/a11y/useSemanticElements: a <meter> can't be drawn the same everywhere
    <div
      ref={meter}
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={0}
      className="h-1.5 min-w-0 flex-1 overflow-hidden rounded-full bg-line"
    >
      <div ref={bar} style={{ scale: '0 1' }} className="h-full w-full origin-left rounded-full bg-ok" />
    </div>
  )
}
