import { createHash, randomBytes, randomUUID } from "node:crypto";

/** "vpc-0f3a...": what AWS calls a resource that has no name. */
export function awsId(prefix: string): string {
  return `${prefix}-0${randomBytes(8).toString("hex")}`;
}

/** Twenty capitals and digits behind a prefix, such as a hosted zone's "Z0123...". */
export function capitals(prefix: string, length: number): string {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
  return prefix + [...randomBytes(length)].map((byte) => alphabet[byte % alphabet.length]).join("");
}

export function uuid(): string {
  return randomUUID();
}

/** Digits that are the same for the same text. */
export function digitsOf(text: string, length: number): string {
  return BigInt(`0x${createHash("sha256").update(text).digest("hex")}`)
    .toString()
    .slice(0, length);
}
