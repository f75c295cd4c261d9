import { CloudError } from "../../provider/backend";
import type { Properties } from "../../../facts/properties/values";
import { serviceOf, type CloudDefinition } from "./definition";
import type { Account } from "../../../facts/resource";
import type { CloudContents, ResourceModel, Subject } from "./model";
import { computedOutputs } from "./plan";
import type { CloudResource, CloudStore } from "./store";
import { count, object, text } from "../../../facts/properties/select";

/** Writes resources down as their models have them, and makes a pool's nodes follow. */
export interface Register {
  /** @throws CloudError that names the file a missing model belongs into */
  readonly modelOf: (type: string) => ResourceModel;
  readonly subjectOf: (resource: CloudResource) => Subject;
  /** @returns the outputs */
  readonly keep: (subject: Subject, urn: string) => Promise<Properties>;
  /** Gives pools the nodes that a crash or a broken API server kept from them. */
  readonly catchUp: () => Promise<void>;
}

export function createRegister(definition: CloudDefinition, store: CloudStore, contents: CloudContents): Register {
  const models: ReadonlyMap<string, ResourceModel> = new Map(definition.models.map((model) => [model.type, model]));

  function modelOf(type: string): ResourceModel {
    const model = models.get(type);
    if (model !== undefined) return model;
    const file = `${definition.folder}/${serviceOf(type)}.ts`;
    throw new CloudError(`the lab has no model of ${type}; add one to lab/clouds/${file}, beside its facts in facts/${file}`);
  }

  function subjectOf({ type, id, inputs, hidden }: CloudResource): Subject {
    return { type, id, inputs, hidden, account: accountOf(definition.provider, hidden), cloud: contents };
  }

  function write(subject: Subject, urn: string, facts: Properties): CloudResource {
    const { type, id, inputs, account } = subject;
    const hidden = { ...subject.hidden, account: { ...account }, ...facts };
    const resource = { type, id, urn, inputs, outputs: computedOutputs(modelOf(type), subject), hidden };
    store.put(resource);
    return resource;
  }

  /** A pool is written down before its nodes exist, so that a crash never leaves nodes of a pool that nobody knows. */
  async function keep(subject: Subject, urn: string): Promise<Properties> {
    const model = modelOf(subject.type);
    const pool = model.pool?.(subject);
    const { outputs } = write(subject, urn, pool === undefined ? {} : { nodesBehind: true });
    model.made?.(subject);
    if (pool === undefined || contents.isApiServerBroken(pool.cluster)) return outputs;
    await contents.controlPlanes.setNodes(pool.controlPlane, { ...pool.nodes, size: count(subject.hidden, "size") ?? 0 });
    write(subject, urn, { nodesBehind: false });
    return outputs;
  }

  return {
    modelOf,
    subjectOf,
    keep,
    async catchUp() {
      const behind = contents.all().filter(({ hidden }) => hidden["nodesBehind"] === true);
      for (const resource of behind) await keep(subjectOf(resource), resource.urn);
    },
  };
}

function accountOf(provider: string, hidden: Properties): Account {
  const account = object(hidden, "account");
  return { provider, owner: text(account, "owner"), tenant: text(account, "tenant"), region: text(account, "region") };
}
