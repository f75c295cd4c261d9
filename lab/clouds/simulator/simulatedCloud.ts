import {
  CloudError,
  type CreateRequest,
  type DeleteRequest,
  type ProviderBackend,
  type ReadRequest,
  type ReadResult,
  type UpdateRequest,
} from "../../provider/backend";
import { UNKNOWN, type Properties } from "../../../facts/properties/values";
import { checkInputs } from "./check";
import { serviceOf, type CloudDefinition } from "./definition";
import type { Waiting } from "./latency";
import type { Account } from "../../../facts/resource";
import type { CloudContents, Draft, ResourceModel, Subject } from "./model";
import { reach, reachServices, type ApiCall, type FaultSource } from "./outage";
import { computedOutputs, planChange, plannedOutputs } from "./plan";
import { checkReferences } from "./references";
import { createRegister, type Register } from "./register";
import { drop, erase, waitUntilFree } from "./removal";
import type { CloudResource, CloudStore } from "./store";
import { changedPaths } from "../../../facts/change/changedPaths";
import { factsOf } from "../../../facts";

/** A provider backend over the models of one cloud, and the doors that the lab itself uses. */
export interface SimulatedCloud extends ProviderBackend<Account>, Pick<Register, "modelOf" | "subjectOf"> {
  readonly definition: CloudDefinition;
  readonly contents: CloudContents;
  /** Writes a resource down with changed facts, and makes its nodes follow. */
  change(subject: Subject, urn: string): Promise<void>;
  /** Takes a resource out again that nobody knows of, with all that came with it, whatever would block a delete. */
  takeBack(resource: CloudResource): Promise<void>;
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
  const register = createRegister(definition, store, contents);
  const { modelOf, subjectOf } = register;
  let caughtUp: Promise<void> | undefined;

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
    model.admit?.(draft);
    refuseTaken(model, model.id({ ...draft, hidden: {} }), draft);
    const hidden = (await model.provision?.(draft)) ?? {};
    const id = model.id({ ...draft, hidden });
    refuseTaken(model, id, draft);
    const outputs = await make({ ...draft, id, hidden }, urn);
    await waiting.spend(model.seconds?.create ?? 1, account);
    return { id, outputs };
  }

  /** A create that fails leaves nothing behind that the state would not know. */
  async function make(subject: Subject, urn: string): Promise<Properties> {
    try {
      return await register.keep(subject, urn);
    } catch (error) {
      store.delete(subject.type, subject.id);
      throw error;
    }
  }

  /** Random ids are empty until the cloud has made them. */
  function refuseTaken(model: ResourceModel, id: string, draft: Draft): void {
    if (id !== "" && model.overwrites?.(draft.inputs) !== true && store.get(draft.type, id) !== undefined)
      throw new CloudError(definition.errors.exists(draft, id));
  }

  function read(account: Account, request: ReadRequest): ReadResult | undefined {
    call(account, "read", request);
    const model = modelOf(request.type);
    const resource = store.get(request.type, request.id);
    if (resource === undefined) return undefined;
    const subject = subjectOf(resource);
    const live = model.liveInputs?.(subject) ?? resource.inputs;
    return { id: resource.id, inputs: sameSpelling(request.type, request.inputs, live), outputs: computedOutputs(model, subject) };
  }

  async function update(account: Account, request: UpdateRequest): Promise<Properties> {
    const { type, id, news, oldInputs, oldOutputs, preview } = request;
    const model = modelOf(type);
    if (!preview) call(account, "update", request);
    const resource = store.get(type, id);
    const changed = changedPaths(factsOf(type), oldInputs, news);
    if (resource === undefined) {
      if (preview) return { ...oldOutputs, ...news };
      throw new CloudError(definition.errors.gone(type, id));
    }
    const change = { ...subjectOf(resource), inputs: news, olds: oldInputs, changed };
    if (preview) return { ...computedOutputs(model, change), ...unknown(factsOf(type).unknownAfter?.(changed) ?? []) };
    checkReferences(definition, model, change);
    model.admitUpdate?.(change);
    await model.follow?.(change);
    const hidden = { ...resource.hidden, ...model.update?.(change) };
    const outputs = await register.keep({ ...change, hidden }, resource.urn);
    await waiting.spend(model.seconds?.update ?? 1, account);
    return outputs;
  }

  async function remove(account: Account, request: DeleteRequest): Promise<void> {
    const model = modelOf(request.type);
    call(account, "delete", request);
    const resource = store.get(request.type, request.id);
    if (resource === undefined) return;
    await waitUntilFree(model, subjectOf(resource), patienceSeconds);
    for (const gone of withCascade(resource)) await drop(register, store, contents, gone);
    await waiting.spend(model.seconds?.delete ?? 1, account);
  }

  function withCascade(resource: CloudResource): readonly CloudResource[] {
    const cascaded = modelOf(resource.type).cascade?.(subjectOf(resource)) ?? [];
    return [...cascaded, resource];
  }

  return {
    name: definition.provider,
    definition,
    contents,
    modelOf,
    subjectOf,
    async change(subject, urn) {
      await register.keep(subject, urn);
    },
    async takeBack(resource) {
      for (const gone of withCascade(resource)) await erase(register, store, contents, gone);
    },
    async configure(config) {
      const configured = definition.configure(config);
      if ("refusal" in configured) throw new CloudError(configured.refusal);
      const { account } = configured;
      reachServices(definition, account, faults, definition.calls(config));
      // Once per process; what still cannot be done is left to the next one.
      caughtUp ??= register.catchUp().catch(() => undefined);
      await caughtUp;
      return account;
    },
    // The real providers replace no provider resource: a changed account or region shows in the resources.
    replacesProvider: () => [],
    check: (account, request) => settle(() => checkInputs(definition, modelOf(request.type), account, request)),
    diff: (_account, request) => settle(() => planChange(definition, modelOf(request.type).type, request)),
    create,
    read: (account, request) => settle(() => read(account, request)),
    update,
    delete: remove,
    invoke: (account, token, args) =>
      settle(() => {
        const answer = definition.functions[token];
        if (answer === undefined)
          throw new CloudError(`the lab has no function ${token}; add it to lab/clouds/${definition.folder}/${serviceOf(token)}.ts`);
        call(account, "invoke", { type: token, name: "" });
        return answer(args, { account, cloud: contents });
      }),
    cancel: (account) => waiting.end(account),
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
function sameSpelling(type: string, known: Properties, live: Properties): Properties {
  if (Object.keys(known).length === 0) return live;
  const changed = new Set(changedPaths(factsOf(type), known, live).map(([key]) => key));
  const entries = Object.entries(live).map(([key, value]) => [key, changed.has(key) ? value : (known[key] ?? value)] as const);
  return Object.fromEntries(entries);
}
