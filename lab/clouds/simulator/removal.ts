import { setTimeout as sleep } from "node:timers/promises";
import { CloudError } from "../../provider/backend";
import { keptType } from "./contents";
import type { CloudContents, ResourceModel, Subject } from "./model";
import type { Register } from "./register";
import type { CloudResource, CloudStore } from "./store";

/** Waits until nothing blocks the delete. Load balancers go a moment after their Service, by another process; everything else must be gone already. */
export async function waitUntilFree(model: ResourceModel, subject: Subject, patienceSeconds: number): Promise<void> {
  const withoutLoadBalancers = { ...subject, cloud: { ...subject.cloud, loadBalancers: () => [] } };
  for (let tries = patienceSeconds * 4; ; tries -= 1) {
    const reasons = model.deleteBlockedBy?.(subject) ?? [];
    if (reasons.length === 0) return;
    const passing = (model.deleteBlockedBy?.(withoutLoadBalancers) ?? []).length === 0;
    if (!passing || tries <= 0) throw new CloudError(reasons.join("; "));
    await sleep(250);
  }
}

/** Takes a resource out of the cloud, with its nodes and its inside, and leaves what the cloud keeps of one that was deleted. */
export async function drop(register: Register, store: CloudStore, contents: CloudContents, resource: CloudResource): Promise<void> {
  await erase(register, store, contents, resource);
  const { type, id } = resource;
  const { keeps } = register.modelOf(type);
  if (keeps === undefined) return;
  store.put({ type: keptType, id: `${type} ${id}`, urn: "", inputs: {}, outputs: {}, hidden: { type, id, reason: keeps } });
}

/** The same as if it had never been made. */
export async function erase(register: Register, store: CloudStore, contents: CloudContents, resource: CloudResource): Promise<void> {
  const { type, id } = resource;
  const model = register.modelOf(type);
  const subject = register.subjectOf(resource);
  await removeNodes(model, subject, contents);
  await model.dismantle?.(subject);
  store.delete(type, id);
}

async function removeNodes(model: ResourceModel, subject: Subject, contents: CloudContents): Promise<void> {
  const pool = model.pool?.(subject);
  if (pool === undefined || contents.controlPlanes.find(pool.controlPlane) === undefined || contents.isApiServerBroken(pool.cluster))
    return;
  await contents.controlPlanes.removeNodes(pool.controlPlane, pool.nodes.id);
}
