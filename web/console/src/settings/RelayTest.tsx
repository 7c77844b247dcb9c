import { useCallback, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Place, placesOf, type Reached, reach } from '../call/reaching'
import { Notice } from '../conversation/Notice'
import { Button } from '../ui/Button'

/** RelayTest says whether this browser reaches the relay, and what to open where it does not; it looks once by itself. */
export function RelayTest({ urls }: { urls: readonly string[] }) {
  const { t } = useTranslation('voice')
  const [came, setCame] = useState<Came>()
  const latest = useRef(0)
  const known = urls.join(' ')
  const test = useCallback(async () => {
    const mine = ++latest.current
    setCame(undefined)
    const places = placesOf(known.split(' '))
    const reached = await Promise.all(places.map((place) => reach(place)))
    if (mine === latest.current) setCame(placesTold(places, reached))
  }, [known])
  useEffect(() => {
    void test()
    return () => {
      latest.current++
    }
  }, [test])
  return (
    <div className="flex flex-col items-start gap-3">
      <div role="status">
        {came ? (
          <Notice tone={TONES[came.words]}>{t(`reach.${came.words}`, { host: came.host, port: came.port })}</Notice>
        ) : (
          <p className="text-muted">{t('testing')}</p>
        )}
      </div>
      <Button aria-disabled={!came || undefined} onClick={() => came && void test()}>
        {t('test')}
      </Button>
    </div>
  )
}

interface Came {
  words: 'udp' | 'tcp' | 'tls' | 'none' | 'unknown'
  host: string
  port: string
}

const TONES = { udp: 'ok', tcp: 'waiting', tls: 'waiting', none: 'bad', unknown: 'waiting' } as const

function placesTold(places: readonly Place[], reached: readonly Reached[]): Came {
  const first = places.find((_, i) => reached[i] === 'yes')?.way
  return {
    words: first ?? (reached.includes('unknown') ? 'unknown' : 'none'),
    host: places[0]?.host ?? '',
    port: places[0]?.port ?? '',
  }
}
