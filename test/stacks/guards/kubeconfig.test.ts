import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { type Kubeconfig, readKubeconfig, requireContexts } from "../../../stacks/guards/kubeconfig";
import type { ExistingPlan } from "../../../plan/model/existing";
import { eksPlan } from "../../components/fixtures/eks";

describe("readKubeconfig", () => {
  let folder: string;
  const write = (name: string, content: unknown): string => {
    const path = join(folder, name);
    writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
    return path;
  };
  before(() => (folder = mkdtempSync(join(tmpdir(), "gateway-fleet-kubeconfig-"))));
  after(() => rmSync(folder, { recursive: true }));

  it("joins the files of KUBECONFIG as kubectl does: the first of a name counts, and what is not there is passed over", () => {
    const first = write("first", config({ here: "https://first.example:6443" }));
    const second = write("second", config({ here: "https://second.example", there: "https://there.example" }));
    const { files, contexts } = readKubeconfig([first, join(folder, "absent"), second, ""].join(delimiter), folder);
    assert.equal(files.length, 3);
    assert.deepEqual([...contexts].sort(), [
      ["here", { endpoint: "https://first.example:6443" }],
      ["there", { endpoint: "https://there.example" }],
    ]);
  });

  it("falls back to the file in the home folder", () => {
    mkdirSync(join(folder, ".kube"));
    write(".kube/config", config({ home: "https://home.example" }));
    for (const variable of [undefined, ""]) assert.deepEqual([...readKubeconfig(variable, folder).contexts.keys()], ["home"]);
  });

  it("knows no endpoint of a server behind a proxy, without TLS or without an entry", () => {
    const { contexts, clusters } = config({ proxied: "https://a.example", plain: "http://localhost:8001" });
    const behind = clusters.map(({ name, cluster }) => ({
      name,
      cluster: { ...cluster, ...(name === "proxied" ? { "proxy-url": "socks5://p" } : {}) },
    }));
    const file = write("odd", { contexts: [...contexts, { name: "stray", context: { cluster: "gone" } }], clusters: behind });
    const endpoints = [...readKubeconfig(file, folder).contexts.values()].map(({ endpoint }) => endpoint);
    assert.deepEqual(endpoints, [undefined, undefined, undefined]);
  });

  it("takes an empty file for one without contexts, and names a file that is something else", () => {
    assert.equal(readKubeconfig(write("empty", ""), folder).contexts.size, 0);
    for (const content of ["contexts: 3", "just text", "a: [b"])
      assert.throws(
        () => readKubeconfig(write("broken", content), folder),
        (error) => pulumi.RunError.isInstance(error) && error.message.includes(join(folder, "broken")),
        content,
      );
  });
});

describe("requireContexts", () => {
  const found = (...names: readonly string[]): (() => Kubeconfig) => {
    const contexts = new Map(names.map((name) => [name, { endpoint: undefined }]));
    return () => ({ files: ["/home/somebody/.kube/config"], contexts });
  };

  it("has nothing against a kubeconfig with every context, nor against a frozen cluster without its own", () => {
    requireContexts([existing("edge"), eksPlan], found("kind-edge", "other"));
    requireContexts([{ ...existing("edge"), unreachable: { reason: "moved", until: "2026-12-01" } }], () => assert.fail("nobody needs it"));
    requireContexts([eksPlan], () => assert.fail("nobody needs it"));
  });

  it("names every missing context with its cluster, where it looked, and what there is", () => {
    assert.throws(
      () => requireContexts([existing("edge"), existing("lab"), existing("there")], found("there", "kind-there")),
      (error) =>
        pulumi.RunError.isInstance(error) &&
        [
          '"kind-edge", of clusters.edge',
          '"kind-lab", of clusters.lab',
          "/home/somebody/.kube/config",
          "there are kind-there, there",
        ].every((part) => error.message.includes(part)),
    );
    assert.throws(() => requireContexts([existing("edge")], found()), /there is none; set KUBECONFIG/);
  });
});

/** A context for each cluster, by name and server. */
function config(servers: Readonly<Record<string, string>>) {
  return {
    contexts: Object.keys(servers).map((name) => ({ name, context: { cluster: name, user: "me" } })),
    clusters: Object.entries(servers).map(([name, server]) => ({ name, cluster: { server } })),
  };
}

function existing(name: string): ExistingPlan {
  return {
    cloud: "existing",
    name,
    id: `${name}-existing`,
    region: name,
    kubernetes: "1.35",
    protect: true,
    unreachable: undefined,
    pools: [],
    workloads: [],
    platform: {},
    context: `kind-${name}`,
    identity: `kind-${name}`,
    service: "ClusterIP",
    notManaged: [],
  };
}
