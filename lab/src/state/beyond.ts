/**
 * What an address asks for and what is open does not have, in a sentence; null where it has it. How many
 * there are is known only once it is made, so the parameters' own bounds cannot refuse it: the nearest is
 * shown.
 */
export const beyondOf = (name: string, value: number, from: number, to: number): string | null =>
  value > to ? `expected a whole number from ${from} to ${to} for ${name}, got ${value}` : null;
