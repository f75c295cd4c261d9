import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Document } from "yaml";
import { resolve as ask } from "../../../lab/dns/query";
import { readFrontDoor, type FrontDoorRecord } from "../../../lab/doors/registry";
import { callsIn, type Outcome, type StoryProject } from "./project";

export const host = "api.gslb.example.com";

/** Percent of answers by cloud. */
export interface Shares {
  readonly aws: number;
  readonly azure: number;
  readonly gcp: number;
}

/** What an operator of the fleet stack `prod` does, and what the outside sees. */
export class Story {
  readonly project: StoryProject;

  constructor(project: StoryProject) {
    this.project = project;
  }

  /** Runs a lab command that has to succeed. */
  async succeed(...words: readonly string[]): Promise<Outcome> {
    const outcome = await this.project.lab(...words);
    assert.equal(outcome.code, 0, outcome.output);
    return outcome;
  }

  up(stack: string): Promise<Outcome> {
    return this.succeed("up", stack);
  }

  setIn(stack: string, [section, ...path]: readonly string[], value: unknown): void {
    this.project.edit(stack, (file: Document) => file.setIn(["config", `gateway-fleet:${section}`, ...path], file.createNode(value)));
  }

  deleteIn(stack: string, [section, ...path]: readonly string[]): void {
    this.project.edit(stack, (file: Document) => void file.deleteIn(["config", `gateway-fleet:${section}`, ...path]));
  }

  door(): FrontDoorRecord {
    const found = readFrontDoor(this.project.home("prod"));
    assert.ok(found !== undefined, "the front doors are not running");
    return found;
  }

  /** How often DNS answered with each address. */
  async answers(count: number): Promise<Map<string, number>> {
    const tally = new Map<string, number>();
    for (let asked = 0; asked < count; asked += 1) {
      for (const address of await ask(this.door().dns, host)) tally.set(address, (tally.get(address) ?? 0) + 1);
    }
    return tally;
  }

  async shares(count: number): Promise<Shares> {
    const tally = await this.answers(count);
    const share = (prefix: string): number =>
      this.frontDoors()
        .filter(({ cluster }) => cluster.startsWith(prefix))
        .reduce((sum, { address }) => sum + (100 * (tally.get(address) ?? 0)) / count, 0);
    return { aws: share("aws-"), azure: share("az-"), gcp: share("gcp-") };
  }

  /** A cluster's addresses by zone, as the front doors' process reports them. */
  addressesOf(cluster: string): Readonly<Record<string, string>> {
    const own = this.frontDoors().filter((entry) => entry.cluster === cluster);
    return Object.fromEntries(own.map(({ zone, address }) => [zone, address]));
  }

  /** On-demand nodes of the pool `general`. */
  generalNodes(cluster: string): Promise<number> {
    return this.nodes(cluster, "gateway-fleet/pool=general,gateway-fleet/capacity=on-demand");
  }

  /** Nodes of the pool `general` and of its replacement, on-demand and spot together. */
  allGeneralNodes(cluster: string): Promise<number> {
    return this.nodes(cluster, "gateway-fleet/pool=general");
  }

  /** Nodes of an AKS cluster's system pool. */
  systemNodes(cluster: string): Promise<number> {
    return this.nodes(cluster, "kubernetes.azure.com/mode=system");
  }

  private async nodes(cluster: string, selector: string): Promise<number> {
    return (await this.project.kubectl("prod", cluster, "get", "nodes", "--no-headers", "-l", selector)).trim().split("\n").length;
  }

  /** Another one for another cluster. */
  uidOf(cluster: string): Promise<string> {
    return this.project.kubectl("prod", cluster, "get", "namespace", "kube-system", "-o", "jsonpath={.metadata.uid}");
  }

  imageOf(cluster: string): Promise<string> {
    const path = "jsonpath={.spec.template.spec.containers[0].image}";
    return this.project.kubectl("prod", cluster, "get", "deployment", "api-gateway", "-n", "api-gateway", "-o", path);
  }

  private frontDoors(): readonly { readonly address: string; readonly cluster: string; readonly zone: string }[] {
    const status = readFileSync(join(this.project.home("prod").root, "front-door-status.json"), "utf8");
    return (JSON.parse(status) as { addresses: readonly { address: string; cluster: string; zone: string }[] }).addresses;
  }
}

/** What reached a cloud or an API server: not what a provider answers by itself. */
export function cloudCalls(outcome: Outcome): Readonly<Record<string, Readonly<Record<string, number>>>> {
  const remote = ["create", "read", "update", "delete", "invoke"];
  const reached = Object.entries(callsIn(outcome)).map(([provider, calls]) => {
    const counted = Object.entries(calls).filter(([method, count]) => remote.includes(method) && count > 0);
    return [provider, Object.fromEntries(counted)] as const;
  });
  return Object.fromEntries(reached.filter(([, calls]) => Object.keys(calls).length > 0));
}

export const webhookKinds = "mutatingwebhookconfigurations,validatingwebhookconfigurations";

/** Makes every webhook of a cluster refuse what it cannot be asked about: what an engine leaves behind then hangs. Returns their configurations' names. */
export async function failClosed(kubectl: (...words: readonly string[]) => Promise<string>): Promise<readonly string[]> {
  const { items } = JSON.parse(await kubectl("get", webhookKinds, "-o", "json")) as { readonly items: readonly Webhooks[] };
  for (const { kind, metadata, webhooks } of items) {
    const closed = webhooks.map((_webhook, index) => ({ op: "replace", path: `/webhooks/${index}/failurePolicy`, value: "Fail" }));
    await kubectl("patch", kind, metadata.name, "--type=json", "-p", JSON.stringify(closed));
  }
  return items.map(({ metadata }) => metadata.name).sort();
}

interface Webhooks {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly webhooks: readonly unknown[];
}

export async function until(seconds: number, holds: () => Promise<boolean>, everyMs = 1_000): Promise<void> {
  const deadline = Date.now() + seconds * 1000;
  while (!(await holds())) {
    assert.ok(Date.now() < deadline, `not within ${seconds} s`);
    await new Promise((done) => setTimeout(done, everyMs));
  }
}
