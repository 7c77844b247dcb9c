import { parseOrigin } from '../settings/origin'
import { isLongEnough } from '../signin/password'

/** Answers are what the first administrator typed. */
export interface Answers {
  operatorName: string
  login: string
  password: string
  siteName: string
  /** One address a line. */
  origins: string
  mode?: 'full' | 'visit'
}

/** A Missing answer: which field, and the text that says what is wrong with it. */
export type Missing = Partial<Record<keyof Answers, { key: string; line?: string }>>

/** linesIn are the addresses typed, one a line or with commas between. */
export function linesIn(origins: string): string[] {
  return origins.split(/[\n,]+/).flatMap((line) => line.trim() || [])
}

/** originsIn are the origins of the addresses typed, each once; undefined when one of them is none. */
export function originsIn(origins: string): string[] | undefined {
  const parsed = linesIn(origins).map(parseOrigin)
  return parsed.every((origin) => origin !== undefined) ? [...new Set(parsed)] : undefined
}

/** missingIn names what is not answered yet, or not so that it can be used. */
export function missingIn(answers: Answers): Missing {
  const missing: Missing = {}
  for (const field of ['operatorName', 'login', 'siteName'] as const) {
    if (answers[field].trim() === '') missing[field] = { key: `missing.${field}` }
  }
  if (!isLongEnough(answers.password)) missing.password = { key: 'missing.password' }
  const lines = linesIn(answers.origins)
  const unusable = lines.find((line) => parseOrigin(line) === undefined)
  if (lines.length === 0) missing.origins = { key: 'missing.origins' }
  else if (unusable !== undefined) missing.origins = { key: 'missing.origin', line: unusable }
  if (!answers.mode) missing.mode = { key: 'missing.mode' }
  return missing
}
