// Times as a cast has them.

/** Seconds with six decimals, always printed alike: a player compares them. @param micros a whole number */
export function printSeconds(micros: number): string {
  return `${Math.floor(micros / 1_000_000)}.${String(micros % 1_000_000).padStart(6, '0')}`;
}
