import { parseCIDR, type IPv4, type IPv6 } from "ipaddr.js";

/** Prefix length of a block such as "10.0.0.0/18"; undefined where it is none. */
export function prefixOf(cidr: string): number | undefined {
  return parse(cidr)?.[1];
}

export function contains(outer: string, inner: string): boolean {
  const [a, b] = [parse(outer), parse(inner)];
  return a !== undefined && b !== undefined && a[1] <= b[1] && matches(b[0], a);
}

export function overlaps(one: string, other: string): boolean {
  return contains(one, other) || contains(other, one);
}

type Block = readonly [IPv4 | IPv6, number];

function parse(cidr: string): Block | undefined {
  try {
    return parseCIDR(cidr);
  } catch {
    return undefined;
  }
}

function matches(address: IPv4 | IPv6, [base, bits]: Block): boolean {
  return address.kind() === base.kind() && address.match(base, bits);
}
