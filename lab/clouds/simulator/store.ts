import { closeSync, fstatSync, mkdirSync, openSync, readSync, statSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import type { Properties } from "../../../facts/properties/values";

/**
 * The contents of one simulated cloud, on disk as a journal of JSON lines (`clouds/<provider>.jsonl`): the last line of an id holds.
 * A resource and the URN it was made for are written in one append, so that a crash never separates them.
 */
export interface CloudResource {
  readonly type: string;
  readonly id: string;
  /** The URN of the Pulumi resource that made it; empty for what the cloud or a user made otherwise. */
  readonly urn: string;
  readonly inputs: Properties;
  readonly outputs: Properties;
  /** What the cloud knows and the provider does not show, such as a pool's control plane. */
  readonly hidden: Properties;
}

export type JournalLine = { readonly put: CloudResource } | { readonly delete: { readonly type: string; readonly id: string } };

/** Every reading method sees what other processes have appended meanwhile. */
export interface CloudStore {
  get(type: string, id: string): CloudResource | undefined;
  /** In the order in which they were made. */
  byType(type: string): readonly CloudResource[];
  all(): readonly CloudResource[];
  put(resource: CloudResource): void;
  delete(type: string, id: string): void;
}

/** @throws Error from put and delete where the store is read-only */
export function openCloudStore(path: string, options: { readonly readOnly: boolean } = { readOnly: false }): CloudStore {
  const contents = new Map<string, Map<string, CloudResource>>();
  let readBytes = 0;
  let unfinished = false;

  function apply(line: JournalLine): void {
    const { type, id } = "put" in line ? line.put : line.delete;
    const ofType = contents.get(type) ?? new Map<string, CloudResource>();
    contents.set(type, ofType);
    if ("put" in line) ofType.set(id, line.put);
    else ofType.delete(id);
  }

  function reload(): void {
    const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
    if (size < readBytes) {
      contents.clear();
      readBytes = 0;
    }
    if (size === readBytes) return;
    const text = readFrom(path, readBytes, size);
    const end = text.lastIndexOf(newline) + 1;
    unfinished = end < text.length;
    readBytes += end;
    for (const line of text.subarray(0, end).toString("utf8").split("\n")) {
      const parsed = parseLine(line);
      if (parsed !== undefined) apply(parsed);
    }
  }

  function append(line: JournalLine): void {
    if (options.readOnly) throw new Error(`${path} is open for reading only`);
    reload();
    // What a crash has left of a line must neither swallow this one nor become whole by it.
    const text = `${unfinished ? "#\n" : ""}${JSON.stringify(line)}\n`;
    mkdirSync(dirname(path), { recursive: true });
    const file = openSync(path, "a");
    try {
      writeSync(file, text);
    } finally {
      closeSync(file);
    }
    reload();
  }

  return {
    get(type, id) {
      reload();
      return contents.get(type)?.get(id);
    },
    byType(type) {
      reload();
      return [...(contents.get(type)?.values() ?? [])];
    },
    all() {
      reload();
      return [...contents.values()].flatMap((ofType) => [...ofType.values()]);
    },
    put: (resource) => append({ put: resource }),
    delete: (type, id) => append({ delete: { type, id } }),
  };
}

const newline = "\n".charCodeAt(0);

function readFrom(path: string, start: number, end: number): Buffer {
  const file = openSync(path, "r");
  try {
    const size = Math.min(end, fstatSync(file).size) - start;
    const buffer = Buffer.alloc(Math.max(size, 0));
    return buffer.subarray(0, readSync(file, buffer, 0, buffer.length, start));
  } finally {
    closeSync(file);
  }
}

/** Undefined for an empty line and for one that a crash has cut: its write was never acknowledged. */
function parseLine(line: string): JournalLine | undefined {
  if (line === "") return undefined;
  try {
    return JSON.parse(line) as JournalLine;
  } catch {
    return undefined;
  }
}
