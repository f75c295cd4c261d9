import { rmSync, writeFileSync } from "node:fs";
import type { LabHome } from "../../home";
import { openSupervisor, type ProcessSpec } from "../../processes/supervisor";
import { newestKubernetesMinor } from "../../tools/catalogue";
import { publishCluster, sharedToken, writeAccess } from "./access";
import { connect, type KubernetesClient } from "../client/client";
import * as components from "./components";
import type { ControlPlane, ControlPlanes } from "./controlPlane";
import { openEtcd } from "./etcd";
import { removeNodes, setNodes } from "./nodes";
import { ControlPlaneFiles, createRecord, describe, listRecords, readRecord, writeRecord, type ControlPlaneRecord } from "./record";
import { sequencer } from "./sequencer";
import { egressYaml, serviceSocket } from "./serviceNetwork";

/** Started in this order; the later ones end when their API server does not answer at their start. */
const componentNames: readonly components.Component[] = ["kube-apiserver", "kube-controller-manager", "kube-scheduler", "kwok"];

/** The control planes of one lab, by the records in its folder: any process may open them. */
export function openControlPlanes(home: LabHome, tools: components.KubernetesTools): ControlPlanes {
  const supervisor = openSupervisor(home);
  const etcd = openEtcd(home, tools.etcd, supervisor);
  const clients = new Map<string, KubernetesClient>();
  const inOrder = sequencer();

  return {
    ensure: (id, options) =>
      inOrder(id, async () => {
        checkMinor(id, options.minor);
        const record = await emulating(
          readRecord(home, id) ?? (await createRecord(home, { id, ...options }, sharedToken(home))),
          options.minor,
        );
        if (!record.broken) await startComponents(record);
        return existing(id);
      }),
    resume,
    find,
    findByEndpoint: (endpoint) => list().find((plane) => plane.endpoint === endpoint.replace(/\/+$/, "")),
    list,
    install: (id, object) =>
      inOrder(id, async () => void (await client(id).apply(object, { fieldManager: "cloud-provider", force: true }))),
    setNodes: (id, group) => inOrder(`${id} ${group.id}`, () => setNodes(client(id), recordOf(id).cluster, recordOf(id).minor, group)),
    removeNodes: (id, groupId) => inOrder(`${id} ${groupId}`, () => removeNodes(client(id), groupId)),
    breakApiServer: (id) =>
      inOrder(id, async () => {
        writeRecord(home, { ...recordOf(id), broken: true });
        await stopComponents(id, ["kube-apiserver"]);
      }),
    mendApiServer: (id) =>
      inOrder(id, async () => {
        const record = { ...recordOf(id), broken: false };
        writeRecord(home, record);
        await startComponents(record);
      }),
    remove: (id) => inOrder(id, () => remove(id)),
    stopAll,
  };

  function find(id: string): ControlPlane | undefined {
    const record = readRecord(home, id);
    return record === undefined ? undefined : describe(home, record);
  }

  function list(): readonly ControlPlane[] {
    return listRecords(home).flatMap((record) => describe(home, record) ?? []);
  }

  function recordOf(id: string): ControlPlaneRecord {
    const record = readRecord(home, id);
    if (record === undefined) throw new Error(`there is no control plane ${id} in ${home.kubernetes}`);
    return record;
  }

  function existing(id: string): ControlPlane {
    const plane = describe(home, recordOf(id));
    if (plane === undefined) throw new Error(`the control plane ${id} has never run; mend its API server first`);
    return plane;
  }

  function client(id: string): KubernetesClient {
    const plane = existing(id);
    const open = clients.get(id) ?? connect({ ...plane, token: plane.adminToken });
    clients.set(id, open);
    return open;
  }

  /** An upgrade restarts the API server under its new version; the store stays. */
  async function emulating(record: ControlPlaneRecord, minor: string): Promise<ControlPlaneRecord> {
    if (record.minor === minor) return record;
    const upgraded = { ...record, minor };
    await stopComponents(record.id, ["kube-apiserver"]);
    writeRecord(home, upgraded);
    return upgraded;
  }

  /** Where one does not start, none is left running. */
  async function resume(): Promise<void> {
    const whole = listRecords(home).filter((record) => !record.broken);
    const starts = await Promise.allSettled(whole.map((record) => inOrder(record.id, () => startComponents(record))));
    const failed = starts.find((start) => start.status === "rejected");
    if (failed === undefined) return;
    await stopAll();
    throw failed.reason;
  }

  async function startComponents(record: ControlPlaneRecord): Promise<void> {
    try {
      writeFileSync(new ControlPlaneFiles(home, record.id).egress, egressYaml(serviceSocket(home, record.id)));
      await supervisor.start(components.apiServer(home, tools, record, await etcd.start()));
      writeAccess(home, record);
      await Promise.all(controllers(record).map((spec) => supervisor.start(spec)));
      // Scheduler and kwok have no readiness of their own; what is wrong with their start has shown by the time the controllers work.
      for (const name of componentNames) supervisor.assertRunning(components.processName(record.id, name));
    } catch (error) {
      await stopComponents(record.id, componentNames);
      const others = listRecords(home).some(({ id }) => supervisor.isRunning(components.processName(id, "kube-apiserver")));
      if (!others) await etcd.stop();
      throw error;
    }
  }

  function controllers(record: ControlPlaneRecord): ProcessSpec[] {
    return [
      components.controllerManager(home, tools, record, () => hasDefaultServiceAccount(client(record.id))),
      components.scheduler(home, tools, record),
      components.kwok(home, tools, record),
    ];
  }

  /** The store outlives the API server, so nothing is lost by ending it at once, while a graceful end waits for open watches. */
  async function stopComponents(id: string, names: readonly components.Component[]): Promise<void> {
    await Promise.all(names.map((name) => supervisor.stop(components.processName(id, name), { graceSeconds: 0 })));
  }

  async function remove(id: string): Promise<void> {
    const record = readRecord(home, id);
    if (record === undefined) return;
    await stopComponents(id, componentNames);
    clients.get(id)?.close();
    clients.delete(id);
    await etcd.deletePrefix(components.etcdPrefix(id));
    rmSync(new ControlPlaneFiles(home, id).directory, { recursive: true, force: true });
    publishCluster(home, record);
    if (listRecords(home).length === 0) await etcd.remove();
  }

  async function stopAll(): Promise<void> {
    for (const open of clients.values()) open.close();
    clients.clear();
    await Promise.all(listRecords(home).map(({ id }) => stopComponents(id, componentNames)));
    await etcd.stop();
  }
}

function checkMinor(id: string, minor: string): void {
  const [, found] = /^1\.(\d+)$/.exec(minor) ?? [];
  const oldest = newestKubernetesMinor - 3;
  if (found === undefined || Number(found) < oldest || Number(found) > newestKubernetesMinor) {
    throw new Error(
      `${id}: the lab runs Kubernetes 1.${oldest} to 1.${newestKubernetesMinor}, not ${minor}: change the cluster's kubernetes version`,
    );
  }
}

/** Pods are refused until the controllers have made it, so it tells that they work. */
async function hasDefaultServiceAccount(client: KubernetesClient): Promise<boolean> {
  return (await client.get({ apiVersion: "v1", kind: "ServiceAccount", name: "default", namespace: "default" })) !== undefined;
}
