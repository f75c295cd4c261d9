import * as pulumi from "@pulumi/pulumi";
import type {
  Described,
  EngineChart,
  EngineObject,
  EnginePlan,
  ObjectReference,
  Reference,
  Step,
  Waits,
} from "../../plan/model/engines/plan";
import type { Identity } from "../identity";
import { installChart } from "../kubernetes/chart";
import type { InCluster } from "../kubernetes/inCluster";
import { managedLabels } from "../kubernetes/labels";
import { createNamespace } from "../kubernetes/namespace";
import { createObject, type KubernetesObject } from "../kubernetes/object";
import { resolved } from "./references";

/** Engines of the cluster that are already there, by word. */
export type Engines = ReadonlyMap<string, Engine>;

/** What an engine has that no other has, made before its charts. */
export interface Prepared {
  readonly step: Step;
  readonly resources: readonly pulumi.Resource[];
  /** What its values may refer to. */
  readonly facts: Readonly<Record<string, pulumi.Input<string>>>;
}

/** Any engine in one cluster, as its plan has it. Takes the cluster's Kubernetes provider by its options. */
export class Engine extends pulumi.ComponentResource {
  private readonly inside: InCluster;
  private readonly others: Engines;
  private readonly steps = new Map<Step, readonly pulumi.Resource[]>();
  private readonly objects = new Map<Step, KubernetesObject>();
  private readonly identity: Identity | undefined;
  private readonly prepared: Prepared | undefined;

  /**
   * @param others engines that are made before it. @default none
   * @param prepare makes what this engine has and no other, below it. @default nothing
   */
  constructor(
    name: string,
    plan: EnginePlan,
    inside: InCluster,
    { others = new Map(), prepare }: { readonly others?: Engines; readonly prepare?: (parent: pulumi.Resource) => Prepared } = {},
  ) {
    super(`gateway-fleet:platform:${plan.component.type}`, name, {}, inside.opts);
    this.inside = inside;
    this.others = others;

    if (plan.namespace !== undefined) {
      const { name: namespace, profile } = plan.namespace;
      const { metadata } = createNamespace(`${name}-namespace`, namespace, inside.partOf, { parent: this }, { profile });
      inside.namespaces.add(namespace, metadata.name);
    }
    this.prepared = prepare?.(this);
    if (this.prepared !== undefined) this.steps.set(this.prepared.step, this.prepared.resources);
    this.identity = plan.identity === undefined ? undefined : inside.createIdentity(name, plan.identity, this);
    for (const chart of plan.charts) this.install(`${name}-${chart.step}`, chart);
    for (const object of plan.objects) this.create(`${name}-${object.step}`, object);
    this.registerOutputs({});
  }

  /** @throws Error for a step that its plan does not have, or has not come to yet */
  step(step: Step): readonly pulumi.Resource[] {
    const resources = this.steps.get(step);
    if (resources === undefined) throw new Error(`no step ${step} comes before; there are ${[...this.steps.keys()].join(", ")}`);
    return resources;
  }

  private install(name: string, { step, release, namespace, chart, values, skipCrds, after }: EngineChart): void {
    const args = {
      name: release,
      namespace: this.inside.namespaces.named(namespace),
      chart,
      ...(values === undefined ? {} : { values: this.filled(values) }),
      ...(skipCrds === undefined ? {} : { skipCrds }),
    };
    this.steps.set(step, [installChart(name, args, this.below(after))]);
  }

  private create(name: string, { step, apiVersion, kind, name: called, namespace, body, after }: EngineObject): void {
    const labels = { ...managedLabels(this.inside.partOf) };
    const metadata = { name: called, ...(namespace === undefined ? {} : { namespace: this.place(namespace) }), labels };
    const object = createObject(name, { apiVersion, kind, metadata, body: this.filled(body) }, this.below(after));
    this.objects.set(step, object);
    this.steps.set(step, [object]);
  }

  private below({ steps = [], identity = false, nodes = false, engines = [] }: Waits): pulumi.CustomResourceOptions {
    const dependsOn = [
      ...steps.flatMap((step) => this.step(step)),
      ...(identity ? (this.identity?.permissions ?? []) : []),
      ...(nodes ? this.inside.nodes : []),
      ...engines.flatMap((word) => this.others.get(word) ?? []),
    ];
    return dependsOn.length === 0 ? { parent: this } : { parent: this, dependsOn };
  }

  private place(namespace: string | ObjectReference): pulumi.Input<string> {
    return typeof namespace === "string" ? this.inside.namespaces.named(namespace) : this.field(namespace.step, namespace.field);
  }

  private filled(described: Described): pulumi.Inputs {
    return resolved(described, (reference) => this.lookUp(reference));
  }

  private lookUp(reference: Reference): unknown {
    switch (reference.$ref) {
      case "object":
        return this.field(reference.step, reference.field);
      case "identityAnnotations":
        return this.identity?.annotations ?? {};
      case "identityLabels":
        return this.identity?.labels ?? {};
      case "clusterName":
      case "clusterEndpoint":
      case "vpcId":
        return known(this.inside.facts[reference.$ref], reference.$ref);
      case "interruptionQueue":
        return known(this.prepared?.facts[reference.$ref], reference.$ref);
    }
  }

  private field(step: Step, field: "name" | "namespace"): pulumi.Output<string> {
    const object = known(this.objects.get(step), step);
    return object.metadata.apply((metadata) => metadata[field]);
  }
}

function known<Value>(value: Value | undefined, name: string): Value {
  if (value === undefined) throw new Error(`nothing here says what ${name} is`);
  return value;
}
