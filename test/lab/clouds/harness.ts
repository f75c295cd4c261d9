import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openClouds, type CloudsOptions, type SimulatedClouds } from "../../../lab/clouds/clouds";
import type { Account } from "../../../facts/resource";
import type { SimulatedCloud } from "../../../lab/clouds/simulator/simulatedCloud";
import type { LabHome } from "../../../lab/home";
import type { ControlPlane, ControlPlanes, NodeGroup } from "../../../lab/kubernetes/controlPlane/controlPlane";
import type { Diff, ReadResult } from "../../../lab/provider/backend";
import type { Properties } from "../../../facts/properties/values";

/** Clouds in a folder of their own, over control planes that start nothing. */
export interface TestLab {
  readonly home: Pick<LabHome, "clouds" | "faults" | "loopbackPrefix">;
  readonly clouds: SimulatedClouds;
  readonly controlPlanes: FakeControlPlanes;
  /** The same folder, opened again: what another process sees. */
  reopen(): SimulatedClouds;
  delete(): void;
}

export function openTestLab(options: Partial<CloudsOptions> = {}): TestLab {
  const root = mkdtempSync(join(tmpdir(), "gateway-fleet-clouds-"));
  const home = { clouds: join(root, "clouds"), faults: join(root, "faults.json"), loopbackPrefix: "127.99" };
  const controlPlanes = fakeControlPlanes();
  const open = (): SimulatedClouds =>
    openClouds({ home, controlPlanes, latency: { mode: "none", scale: 1 }, patienceSeconds: 0, ...options });
  return { home, clouds: open(), controlPlanes, reopen: open, delete: () => rmSync(root, { recursive: true }) };
}

export interface FakeControlPlanes extends ControlPlanes {
  /** Nodes by control plane and group. */
  readonly nodes: ReadonlyMap<string, ReadonlyMap<string, NodeGroup>>;
  /** Minor and service range by control plane. */
  readonly started: readonly { readonly id: string; readonly minor: string; readonly serviceCidr: string }[];
  /** "<control plane> <object>" of what clouds brought along. */
  readonly installed: readonly string[];
  /** The next start succeeds, and its caller is killed before it learns of it. */
  interruptNextStart(): void;
}

export function fakeControlPlanes(): FakeControlPlanes {
  const planes = new Map<string, ControlPlane>();
  const nodes = new Map<string, Map<string, NodeGroup>>();
  const installed: string[] = [];
  const started: { id: string; minor: string; serviceCidr: string }[] = [];
  const groupsOf = (id: string): Map<string, NodeGroup> => {
    const groups = nodes.get(id);
    if (groups === undefined) throw new Error(`no control plane ${id}`);
    return groups;
  };
  let interrupted = false;
  return {
    nodes,
    started,
    installed,
    interruptNextStart: () => void (interrupted = true),
    ensure(id, { cluster, minor, serviceCidr }) {
      const plane = planes.get(id) ?? {
        id,
        cluster,
        endpoint: `https://127.0.0.1:${40_000 + started.length}`,
        caCertificate: `-----BEGIN CERTIFICATE-----\n${id}\n-----END CERTIFICATE-----\n`,
        adminToken: "token",
        kubeconfig: `/nowhere/${id}`,
      };
      planes.set(id, plane);
      nodes.set(id, nodes.get(id) ?? new Map<string, NodeGroup>());
      started.push({ id, minor, serviceCidr });
      if (!interrupted) return Promise.resolve(plane);
      interrupted = false;
      return Promise.reject(new Error("killed"));
    },
    resume: () => Promise.resolve(),
    find: (id) => planes.get(id),
    findByEndpoint: (endpoint) => [...planes.values()].find((plane) => plane.endpoint === endpoint),
    list: () => [...planes.values()],
    install: (id, { metadata }) => Promise.resolve(void installed.push(`${id} ${metadata.name ?? ""}`)),
    setNodes: (id, group) => Promise.resolve(void groupsOf(id).set(group.id, group)),
    removeNodes: (id, groupId) => Promise.resolve(void groupsOf(id).delete(groupId)),
    breakApiServer: () => Promise.resolve(),
    mendApiServer: () => Promise.resolve(),
    remove(id) {
      planes.delete(id);
      nodes.delete(id);
      return Promise.resolve();
    },
    stopAll: () => Promise.resolve(),
  };
}

/** A resource as a stack's state has it. */
export interface Managed {
  readonly type: string;
  readonly name: string;
  readonly urn: string;
  readonly id: string;
  readonly inputs: Properties;
  readonly outputs: Properties;
}

/** What an engine does with one configured provider: check, then create, diff, update, read or delete. */
export interface Session {
  readonly account: Account;
  /** Checked inputs; throws every failure as "<property>: <reason>". */
  check(type: string, name: string, inputs: Properties, olds?: Properties): Promise<Properties>;
  create(type: string, name: string, inputs: Properties): Promise<Managed>;
  diff(resource: Managed, news: Properties): Promise<Diff>;
  /** Throws where the change would replace the resource. */
  update(resource: Managed, news: Properties): Promise<Managed>;
  read(resource: Managed): Promise<ReadResult | undefined>;
  remove(resource: Managed): Promise<void>;
}

export async function session(cloud: SimulatedCloud, config: Properties, stack = "prod"): Promise<Session> {
  const account = await cloud.configure(config);
  const urnOf = (type: string, name: string): string => `urn:pulumi:${stack}::gateway-fleet::${type}::${name}`;
  let seed = 0;

  const check: Session["check"] = async (type, name, news, olds) => {
    seed += 1;
    const request = { urn: urnOf(type, name), type, name, olds, news, randomSeed: new Uint8Array([seed, 1]) };
    const { inputs, failures } = await cloud.check(account, request);
    if (failures.length > 0) throw new Error(failures.map(({ property, reason }) => `${property}: ${reason}`).join("\n"));
    return inputs;
  };
  const diff: Session["diff"] = async (resource, news) => {
    const checked = await check(resource.type, resource.name, news, resource.inputs);
    return cloud.diff(account, { ...resource, oldInputs: resource.inputs, oldOutputs: resource.outputs, news: checked });
  };
  return {
    account,
    check,
    diff,
    async create(type, name, given) {
      const [urn, inputs] = [urnOf(type, name), await check(type, name, given)];
      const { id, outputs } = await cloud.create(account, { urn, type, name, inputs, preview: false });
      return { type, name, urn, id, inputs, outputs };
    },
    async update(resource, given) {
      const news = await check(resource.type, resource.name, given, resource.inputs);
      const request = { ...resource, oldInputs: resource.inputs, oldOutputs: resource.outputs, news };
      const { replaces } = await cloud.diff(account, request);
      if (replaces.length > 0) throw new Error(`${resource.name} would be replaced because of ${replaces.join(", ")}`);
      return { ...resource, inputs: news, outputs: await cloud.update(account, { ...request, preview: false }) };
    },
    read: (resource) => cloud.read(account, resource),
    remove: (resource) => cloud.delete(account, resource),
  };
}
