import ipaddr from "ipaddr.js";
import { z } from "zod";

/** Smallest prefix length that still names a company's addresses and not a good part of the internet. */
const widestAllowed = 8;

/** An IPv4 block, written with its first address. No check aborts: that would silence the rules of everything around it. */
export const Block = z
  .cidrv4({ error: ({ input }) => describeNoBlock(input) })
  .refine((block) => !isBlock(block) || networkOf(block) === block, {
    error: ({ input }) => `"${String(input)}" has bits set beyond its prefix; write ${networkOf(String(input))}`,
  });

/**
 * Addresses from which no packet comes over a network: a host's own, those of nobody yet, one link's, groups and what is kept for later. The blocks
 * for documentation are not among them, since they stand in for an operator's own.
 *
 * @see https://www.iana.org/assignments/iana-ipv4-special-registry
 * @see https://www.iana.org/assignments/ipv4-address-space
 */
const neverSources = [
  { range: "0.0.0.0/8", what: "of hosts that have no address yet" },
  { range: "127.0.0.0/8", what: "of each host's own loopback" },
  { range: "169.254.0.0/16", what: "of one link, and no router passes them on" },
  { range: "224.0.0.0/4", what: "of groups, which only receive" },
  { range: "240.0.0.0/4", what: "kept for later, and nobody has any" },
] as const;

/** Addresses that requests can come from. A wider block than {@link widestAllowed} is somebody else's to refuse. */
export const SourceBlock = Block.refine((block) => !isBlock(block) || neverSourceOf(block) === undefined, {
  error: ({ input }) => `"${String(input)}" has no source of requests: its addresses are ${neverSourceOf(String(input))}; remove it`,
});

function neverSourceOf(block: string): string | undefined {
  return prefixLength(block) < widestAllowed ? undefined : neverSources.find(({ range }) => liesIn(block, range))?.what;
}

/** Addresses that may reach an API server: never everybody. */
export const AllowedBlock = SourceBlock.refine((block) => !isBlock(block) || prefixLength(block) >= widestAllowed, {
  error: ({ input }) =>
    input === "0.0.0.0/0"
      ? "0.0.0.0/0 lets the whole internet reach the API server; list your own addresses, or use apiAccess mode private"
      : `"${String(input)}" is wider than a /${widestAllowed}, which no one owns alone; list your own addresses`,
});

/** A block of the addresses that nobody routes on the internet (RFC 1918). */
export const PrivateBlock = Block.refine((block) => !isBlock(block) || isPrivate(block), {
  error: ({ input }) => `"${String(input)}" is not private; take a block of ${privateRanges.join(", ")}`,
});

/** 18 for "10.0.64.0/18". */
export function prefixLength(block: string): number {
  return ipaddr.IPv4.parseCIDR(block)[1];
}

const privateRanges = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"];

function isBlock(text: string): boolean {
  return ipaddr.IPv4.isValidCIDR(text);
}

/** Whether the block lies in one of the ranges of RFC 1918. */
function isPrivate(block: string): boolean {
  return privateRanges.some((range) => liesIn(block, range));
}

/** Between a carrier and its customers, and never beyond: https://www.rfc-editor.org/rfc/rfc6598 */
const sharedRange = "100.64.0.0/10";

/** Whether nobody on the internet can come from there: private addresses, and those that carriers and clouds share behind their own. */
export function isUnrouted(block: string): boolean {
  return isPrivate(block) || liesIn(block, sharedRange);
}

function liesIn(block: string, range: string): boolean {
  const [address, length] = ipaddr.IPv4.parseCIDR(block);
  const [start, widest] = ipaddr.IPv4.parseCIDR(range);
  return length >= widest && address.match(start, widest);
}

function networkOf(block: string): string {
  return `${ipaddr.IPv4.networkAddressFromCIDR(block).toString()}/${prefixLength(block)}`;
}

function describeNoBlock(input: unknown): string | undefined {
  if (typeof input !== "string") return undefined;
  if (input === "::/0") return "::/0 lets the whole IPv6 internet reach the API server; list your own IPv4 addresses";
  if (ipaddr.IPv4.isValidFourPartDecimal(input)) return `"${input}" has no prefix length; write ${input}/32 for one address`;
  return `"${input}" is not an IPv4 block; write it as 203.0.113.0/24`;
}
