/** An IPv4 block in integers: exact, and free of 32-bit signs, because no bit operator is used. */
export interface Block {
  /** First address, 0 to 2^32 - 1; a multiple of the block's size. */
  readonly first: number;
  readonly prefix: number;
}

/**
 * @param text a block written with its first address, as the config requires
 * @throws RangeError for anything else
 * @example parseBlock("10.0.64.0/18") // { first: 167788544, prefix: 18 }
 */
export function parseBlock(text: string): Block {
  const [, ...parts] = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(text) ?? [];
  const [a = 256, b = 256, c = 256, d = 256, prefix = 33] = parts.map(Number);
  const block = { first: ((a * 256 + b) * 256 + c) * 256 + d, prefix };
  if ([a, b, c, d].some((part) => part > 255) || prefix > 32 || block.first % addressesIn(prefix) !== 0)
    throw new RangeError(`${text} is not an IPv4 block`);
  return block;
}

export function formatBlock({ first, prefix }: Block): string {
  return `${formatAddress(first)}/${prefix}`;
}

/** @example formatAddress(addressAt(parseBlock("172.16.0.0/22"), 10)) // "172.16.0.10" */
export function formatAddress(address: number): string {
  return [256 ** 3, 256 ** 2, 256, 1].map((place) => Math.floor(address / place) % 256).join(".");
}

export function addressAt(block: Block, index: number): number {
  return block.first + index;
}

/** 16384 for 18. */
export function addressesIn(prefix: number): number {
  return 2 ** (32 - prefix);
}

/** How many blocks of `prefix` a block holds; 0 where it is smaller than one. */
export function partsIn(block: Block, prefix: number): number {
  return Math.floor(addressesIn(block.prefix) / addressesIn(prefix));
}

/**
 * The `index`-th block of `prefix` in a block.
 *
 * @throws RangeError when the block holds no such part
 * @example formatBlock(part(parseBlock("10.0.0.0/8"), 18, 2)) // "10.0.128.0/18"
 */
export function part(block: Block, prefix: number, index: number): Block {
  if (index < 0 || index >= partsIn(block, prefix)) throw new RangeError(`${formatBlock(block)} has no /${prefix} number ${index}`);
  return { first: block.first + index * addressesIn(prefix), prefix };
}

export function overlaps(a: Block, b: Block): boolean {
  return a.first < b.first + addressesIn(b.prefix) && b.first < a.first + addressesIn(a.prefix);
}

export function contains(outer: Block, inner: Block): boolean {
  return outer.first <= inner.first && inner.first + addressesIn(inner.prefix) <= outer.first + addressesIn(outer.prefix);
}
