import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readlinkSync, rmSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { userCache } from "./userCache";

/** Second octets that labs may have; lower ones are left to whatever else uses 127.0.0.0/8. */
const octets = Array.from({ length: 191 }, (_, index) => String(64 + index));

/**
 * First two octets of a lab's loopback addresses, such as "127.83": the same at every call, and no other lab's of this user.
 * A lab claims its octet with a symbolic link, which is made in one step or not at all. A claim ends with the lab's project folder.
 *
 * @param root the lab's own folder, `<project>/.lab/<fleet stack>`; it need not exist
 * @param claims folder of all claims. @default one in the user's cache
 * @throws Error where every octet is another lab's
 */
export function loopbackPrefix(root: string, claims = join(userCache(), "loopback")): string {
  mkdirSync(claims, { recursive: true });
  const held = readdirSync(claims).find((octet) => holderOf(join(claims, octet)) === root);
  const octet = held ?? inOrderOfChoice(root).find((candidate) => claim(join(claims, candidate), root));
  if (octet === undefined)
    throw new Error(`${octets.length} labs have all loopback addresses; delete the folders of projects that are not needed, or ${claims}`);
  return `127.${octet}`;
}

/** Begins somewhere else for each lab, so that most keep their addresses whatever became of the folder of claims. */
function inOrderOfChoice(root: string): readonly string[] {
  const first = createHash("sha256").update(root).digest().readUInt32BE(0) % octets.length;
  return [...octets.slice(first), ...octets.slice(0, first)];
}

function claim(link: string, root: string): boolean {
  const holder = holderOf(link);
  if (holder !== undefined) {
    if (existsSync(dirname(dirname(holder)))) return false;
    // Only two labs that take over the same ended claim in the same moment could both have it.
    rmSync(link, { force: true });
  }
  try {
    symlinkSync(root, link);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return holderOf(link) === root;
    throw error;
  }
}

function holderOf(link: string): string | undefined {
  try {
    return readlinkSync(link);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
