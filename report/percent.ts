/** At most two decimals, without the machine's locale. */
export function percent(share: number): string {
  return `${Math.round(share * 10_000) / 100} %`;
}
