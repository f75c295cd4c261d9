/** Compares by UTF-16 code unit: the same everywhere, where localeCompare follows the machine's locale. */
export function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Entries in order of their keys, so that the order of keys in a file changes nothing. */
export function sortedEntries<Value>(record: Readonly<Record<string, Value>>): (readonly [string, Value])[] {
  return Object.entries(record).sort(([a], [b]) => byCodeUnit(a, b));
}

/** The same record with its keys in order. */
export function sortedKeys<Value>(record: Readonly<Record<string, Value>>): Record<string, Value> {
  return Object.fromEntries(sortedEntries(record));
}
