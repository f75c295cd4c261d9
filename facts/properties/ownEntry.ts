/** What a map has under a name, and nothing that every object has: names are the operators', and "constructor" is a name. */
export function ownEntry<T>(map: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
  return map !== undefined && Object.hasOwn(map, name) ? map[name] : undefined;
}
