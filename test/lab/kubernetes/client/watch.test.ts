import assert from "node:assert/strict";
import { KubernetesApiError, UnreachableError } from "../../../../lab/kubernetes/client/transport";
import { watchObjects, type WatchEvent } from "../../../../lab/kubernetes/client/watch";
import type { KubernetesObject, ObjectList } from "../../../../lab/kubernetes/client/objects";

describe("watching objects", () => {
  it("begins with everything there is, and goes on where a connection has broken", async () => {
    const opened: string[] = [];
    const seen = await collect(4, [list(5, pod("a", 1), pod("b", 2))], (version) => {
      opened.push(version);
      return opened.length === 1 ? [event("MODIFIED", pod("a", 6))] : [event("DELETED", pod("b", 7))];
    });
    assert.deepEqual(seen, ["ADDED a", "ADDED b", "MODIFIED a", "DELETED b"]);
    assert.deepEqual(opened, ["5", "6"]);
  });

  it("lists again where the server has forgotten the version, and reports what was deleted and changed meanwhile", async () => {
    const lists = [list(5, pod("a", 1), pod("b", 2), pod("c", 3)), list(90, pod("b", 80), pod("c", 3), pod("d", 85))];
    let connections = 0;
    const seen = await collect(6, lists, () => {
      if (++connections === 1) return [JSON.stringify({ type: "ERROR", object: { kind: "Status", code: 410, reason: "Expired" } })];
      return [];
    });
    assert.deepEqual(seen, ["ADDED a", "ADDED b", "ADDED c", "DELETED a", "MODIFIED b", "ADDED d"]);
  });

  it("outlives an API server that is away", async () => {
    let connections = 0;
    const seen = await collect(1, [list(5)], () => {
      if (++connections === 1) throw new UnreachableError("refused");
      return [event("ADDED", pod("a", 6))];
    });
    assert.deepEqual(seen, ["ADDED a"]);
  });

  it("gives up where the server refuses", async () => {
    const refusal = new KubernetesApiError(403, "Forbidden", "no", []);
    const watching = collect(1, [list(5)], () => {
      throw refusal;
    });
    await assert.rejects(watching, refusal);
  });

  async function collect(count: number, lists: ObjectList[], open: (version: string) => string[]): Promise<string[]> {
    const stop = new AbortController();
    const seen: string[] = [];
    const source = {
      list: () => Promise.resolve(lists.shift() ?? assert.fail("listed once too often")),
      open: (version: string) => Promise.resolve().then(() => lines(open(version))),
      resourceVersion: undefined,
      signal: stop.signal,
    };
    for await (const { type, object } of watchObjects(source)) {
      seen.push(`${type} ${object.metadata.name ?? ""}`);
      if (seen.length === count) stop.abort();
    }
    return seen;
  }
});

async function* lines(texts: readonly string[]): AsyncGenerator<string> {
  for (const text of texts) yield await Promise.resolve(text);
}

function event(type: WatchEvent["type"], object: KubernetesObject): string {
  return JSON.stringify({ type, object });
}

function list(resourceVersion: number, ...items: KubernetesObject[]): ObjectList {
  return { items, resourceVersion: String(resourceVersion) };
}

function pod(name: string, resourceVersion: number): KubernetesObject {
  return { apiVersion: "v1", kind: "Pod", metadata: { name, uid: `uid-${name}`, resourceVersion: String(resourceVersion) } };
}
