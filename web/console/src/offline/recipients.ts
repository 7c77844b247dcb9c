/** ADD and ALL are the choices of To: beside the addresses that are known: an address to be typed, and all of them. */
export const ADD = '<add email>'
export const ALL = '<all emails>'

/** choicesOf are the choices of To:, the address of the message first. All of them is offered when there are several. */
export function choicesOf(addresses: readonly string[]): string[] {
  return [...addresses, ADD, ...(addresses.length > 1 ? [ALL] : [])]
}

const plausible = /^[^\s@,;<>"\\[\]()]+@[^\s@,;<>"\\[\]()]+$/

/** recipientsOf are the addresses that a choice stands for; undefined when the one that was typed can't be an address. */
export function recipientsOf(choice: string, addresses: readonly string[], typed: string): string[] | undefined {
  if (choice === ALL) return [...addresses]
  if (choice !== ADD) return [choice]
  const address = typed.trim()
  return plausible.test(address) && address.length <= 254 ? [address] : undefined
}
