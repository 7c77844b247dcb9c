import clsx from 'clsx'
import { useState } from 'react'

const names = new Intl.DisplayNames(undefined, { type: 'region' })

/** Flag shows a country; its name is the country's. A code without a flag is shown as letters. */
export function Flag({ country, className }: { country: string; className?: string }) {
  const [missing, setMissing] = useState('')
  if (missing === country || !/^[A-Z]{2}$/.test(country)) {
    return <span className={clsx('rounded-xs bg-sunk px-0.5 text-[10px] text-muted', className)}>{country}</span>
  }
  const name = nameOf(country)
  return (
    <img
      src={`${import.meta.env.BASE_URL}assets/flags/${country}.svg`}
      alt={name}
      title={name}
      width={20}
      height={14}
      loading="lazy"
      decoding="async"
      draggable={false}
      onError={() => setMissing(country)}
      className={clsx('h-3.5 w-5 shrink-0 rounded-xs object-cover ring-1 ring-black/8', className)}
    />
  )
}

function nameOf(country: string): string {
  try {
    return names.of(country) ?? country
  } catch {
    return country
  }
}
