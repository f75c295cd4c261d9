import { setTimeout as sleep } from "node:timers/promises";
import {
  CloudError,
  UNKNOWN,
  type CreateRequest,
  type DeleteRequest,
  type Properties,
  type ProviderBackend,
  type ReadRequest,
  type ReadResult,
  type UpdateRequest,
} from "../provider/backend";
import { checkInputs } from "./check";
import { keptType } from "./contents";
import { serviceOf, type CloudDefinition } from "./definition";
import type { Waiting } from "./latency";
import type { Account, CloudContents, Draft, ResourceModel, Subject } from "./model";
import { reach, reachServices, type ApiCall, type FaultSource } from "./outage";
import { changedPaths, computedOutputs, planChange, plannedOutputs } from "./plan";
import { checkReferences } from "./references";
import type { CloudResource, CloudStore } from "./store";
import { object, text } from "./values";

/** A provider backend over the models of one cloud, and the doors that the lab itself uses. */
export interface SimulatedCloud extends ProviderBackend<Account> {
  readonly definition: CloudDefinition;
  readonly contents: CloudContents;
  modelOf(type: string): ResourceModel;
  subjectOf(resource: CloudResource): Subject;
  /** Writes a resource down with changed facts, and makes its nodes follow. */
  change(subject: Subject, urn: string): Promise<void>;
}

export interface CloudOptions {
  readonly definition: CloudDefinition;
  readonly store: CloudStore;
  readonly contents: CloudContents;
  readonly faults: FaultSource;
  readonly waiting: Waiting;
  /** How long a delete waits for load balancers that another process is taking down. @default 20 */
  readonly patienceSeconds?: number;
}

export function simulateCloud({ definition, store, contents, faults, waiting, patienceSeconds = 20 }: CloudOptions): SimulatedCloud {
  const models = new Map(definition.models.map((model) => [model.type, model]));
  let caughtUp: Promise<void> | undefined;

  function modelOf(type: string): ResourceModel {
    const model = models.get(type);
    if (model !== undefined) return model;
    throw new CloudError(`the lab has no model of ${type}; add one to lab/cloud/${definition.folder}/${serviceOf(type)}.ts`);
  }

  function subjectOf({ type, id, inputs, hidden }: CloudResource): Subject {
    return { type, id, inputs, hidden, account: accountOf(definition.provider, hidden), cloud: contents };
  }

  function record(model: ResourceModel, subject: Subject, urn: string, facts: Properties = {}): CloudResource {
    const hidden = { ...subject.hidden, account: { ...subject.account }, ...facts };
    return { type: subject.type, id: subject.id, urn, inputs: subject.inputs, outputs: computedOutputs(model, subject), hidden };
  }

  /** Pools are written down before their nodes exist: what a crash or a broken API server leaves undone is done by the next operation. */
  async function keep(model: ResourceModel, subject: Subject, urn: string): Promise<Properties> {
    const facts = model.pool?.(subject);
    const resource = record(model, subject, urn, facts === undefined ? {} : { nodesBehind: true });
    store.put(resource);
    model.made?.(subject);
    if (facts === undefined || contents.isApiServerBroken(facts.cluster)) return resource.outputs;
    await contents.controlPlanes.setNodes(facts.controlPlane, { ...facts.nodes, size: Number(subject.hidden["size"]) });
    store.put(record(model, subject, urn, { nodesBehind: false }));
    return resource.outputs;
  }

  /** Nodes that a crash or a broken API server kept from following their pool. */
  async function catchUp(): Promise<void> {
    const behind = contents.all().filter(({ hidden }) => hidden["nodesBehind"] === true);
    for (const resource of behind) await keep(modelOf(resource.type), subjectOf(resource), resource.urn);
  }

  function call(account: Account, method: ApiCall["method"], { type, name }: { readonly type: string; readonly name: string }): void {
    reach(definition, account, faults, { method, type, name });
  }

  async function create(account: Account, request: CreateRequest): Promise<{ readonly id: string; readonly outputs: Properties }> {
    const { type, inputs, preview, urn } = request;
    const model = modelOf(type);
    if (preview) return { id: "", outputs: plannedOutputs(model, inputs) };
    call(account, "create", request);
    const draft: Draft = { type, inputs, account, cloud: contents };
    checkReferences(definition, model, draft);
    refuseTaken(model.id({ ...draft, hidden: {} }), draft);
    model.admit?.(draft);
    const hidden = (await model.provision?.(draft)) ?? {};
    const id = model.id({ ...draft, hidden });
    refuseTaken(id, draft);
    const outputs = await keep(model, { ...draft, id, hidden }, urn);
    await waiting.spend(model.seconds?.create ?? 1);
    return { id, outputs };
  }

  /** Random ids are empty until the cloud has made them. */
  function refuseTaken(id: string, draft: Draft): void {
    if (id !== "" && store.get(draft.type, id) !== undefined) throw new CloudError(definition.errors.exists(draft, id));
  }

  function read(account: Account, request: ReadRequest): ReadResult | undefined {
    call(account, "read", request);
    const model = modelOf(request.type);
    const resource = store.get(request.type, request.id);
    if (resource === undefined) return undefined;
    const subject = { ...subjectOf(resource), account };
    const live = model.liveInputs?.(subject) ?? resource.inputs;
    return { id: resource.id, inputs: sameSpelling(model, request.inputs, live), outputs: computedOutputs(model, subject) };
  }

  async function update(account: Account, request: UpdateRequest): Promise<Properties> {
    const { type, id, news, oldInputs, oldOutputs, preview } = request;
    const model = modelOf(type);
    if (!preview) call(account, "update", request);
    const resource = store.get(type, id);
    const changed = changedPaths(model, oldInputs, news);
    if (resource === undefined) {
      if (preview) return { ...oldOutputs, ...news };
      throw new CloudError(definition.errors.gone(type, id));
    }
    const change = { ...subjectOf(resource), account, inputs: news, olds: oldInputs, changed };
    if (preview) return { ...computedOutputs(model, change), ...unknown(model.unknownAfter?.(changed) ?? []) };
    checkReferences(definition, model, change);
    model.admitUpdate?.(change);
    const hidden = { ...resource.hidden, ...model.update?.(change) };
    const outputs = await keep(model, { ...change, hidden }, resource.urn);
    await waiting.spend(model.seconds?.update ?? 1);
    return outputs;
  }

  async function remove(account: Account, request: DeleteRequest): Promise<void> {
    const model = modelOf(request.type);
    call(account, "delete", request);
    const resource = store.get(request.type, request.id);
    if (resource === undefined) return;
    const subject = { ...subjectOf(resource), account };
    await waitUntilFree(model, subject);
    for (const child of model.cascade?.(subject) ?? []) await drop(child);
    await drop(resource);
    await waiting.spend(model.seconds?.delete ?? 1);
  }

  async function drop(resource: CloudResource): Promise<void> {
    const model = modelOf(resource.type);
    const subject = subjectOf(resource);
    const facts = model.pool?.(subject);
    const clusterStands = facts !== undefined && contents.controlPlanes.find(facts.controlPlane) !== undefined;
    if (clusterStands && !contents.isApiServerBroken(facts.cluster))
      await contents.controlPlanes.removeNodes(facts.controlPlane, facts.nodes.id);
    await model.dismantle?.(subject);
    store.delete(resource.type, resource.id);
    if (model.keeps === undefined) return;
    const { type, id } = resource;
    store.put({ type: keptType, id: `${type} ${id}`, urn: "", inputs: {}, outputs: {}, hidden: { type, id, reason: model.keeps } });
  }

  /** Load balancers go a moment after their Service, by another process; everything else must be gone already. */
  async function waitUntilFree(model: ResourceModel, subject: Subject): Promise<void> {
    const withoutLoadBalancers = { ...subject, cloud: { ...contents, loadBalancers: () => [] } };
    for (let tries = patienceSeconds * 4; ; tries -= 1) {
      const reasons = model.deleteBlockedBy?.(subject) ?? [];
      if (reasons.length === 0) return;
      const passing = (model.deleteBlockedBy?.(withoutLoadBalancers) ?? []).length === 0;
      if (!passing || tries <= 0) throw new CloudError(reasons.join("; "));
      await sleep(250);
    }
  }

  return {
    name: definition.provider,
    definition,
    contents,
    modelOf,
    subjectOf,
    async change(subject, urn) {
      await keep(modelOf(subject.type), subject, urn);
    },
    async configure(config) {
      const { account, calls } = definition.configure(config);
      reachServices(definition, account, faults, calls);
      // Once per process; what still cannot be done is left to the next one.
      caughtUp ??= catchUp().catch(() => undefined);
      await caughtUp;
      return account;
    },
    // The real providers replace no provider resource: a changed account or region shows in the resources.
    replacesProvider: () => [],
    check: (account, request) => settle(() => checkInputs(definition, modelOf(request.type), account, request)),
    diff: (_account, request) => settle(() => planChange(definition, modelOf(request.type), request)),
    create,
    read: (account, request) => settle(() => read(account, request)),
    update,
    delete: remove,
    invoke: (account, token, args) =>
      settle(() => {
        const answer = definition.functions[token];
        if (answer === undefined)
          throw new CloudError(`the lab has no function ${token}; add it to lab/cloud/${definition.folder}/${serviceOf(token)}.ts`);
        call(account, "invoke", { type: token, name: "" });
        return answer(args, { account, cloud: contents });
      }),
    cancel: () => waiting.end(),
  };
}

/** Turns what a function throws into a rejection. */
function settle<Result>(answer: () => Result): Promise<Result> {
  return new Promise((resolve) => resolve(answer()));
}

function unknown(keys: readonly string[]): Properties {
  return Object.fromEntries(keys.map((key) => [key, UNKNOWN]));
}

/** A read must not show a difference where only the spelling differs, such as the order of a set. */
function sameSpelling(model: ResourceModel, known: Properties, live: Properties): Properties {
  if (Object.keys(known).length === 0) return live;
  const changed = new Set(changedPaths(model, known, live).map(([key]) => key));
  const entries = Object.entries(live).map(([key, value]) => [key, changed.has(key) ? value : (known[key] ?? value)] as const);
  return Object.fromEntries(entries);
}

function accountOf(provider: string, hidden: Properties): Account {
  const account = object(hidden, "account");
  return { provider, owner: text(account, "owner"), tenant: text(account, "tenant"), region: text(account, "region") };
}
