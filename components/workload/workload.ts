import type * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { ServiceBinding } from "../frontdoor";
import { createDeployment } from "./controllers/deployment";
import { createDisruptionBudget } from "./disruptionBudget";
import { createHorizontalAutoscaler } from "./scalers/horizontalAutoscaler";
import { workloadLabels } from "../kubernetes/labels";
import { createExposedService, createInternalService } from "./service";
import { createServiceAccount } from "./serviceAccount";
import type { BehindFrontDoor } from "../kubernetes/inCluster";
import type { ObjectMeta } from "../kubernetes/objectMeta";
import type { WorkloadPlan } from "../../plan/model/workload";

export interface WorkloadArgs {
  readonly plan: WorkloadPlan;
  /** What its pods need to run. */
  readonly dependsOn: readonly pulumi.Resource[];
}

/** One workload in one cluster: its pods, the address they answer at, their autoscaler and what protects them from drains. */
export class Workload extends pulumi.ComponentResource {
  readonly deployment: k8s.apps.v1.Deployment;
  readonly service: k8s.core.v1.Service;
  /** As the cluster has it: true even where an update passes the workload over. */
  readonly maxReplicas: pulumi.Output<number>;

  constructor(name: string, { plan, dependsOn }: WorkloadArgs, { partOf, opts, namespaces, binding }: BehindFrontDoor) {
    super("gateway-fleet:workload:Workload", name, {}, { ...opts, dependsOn: [...dependsOn] });
    const child = { parent: this };
    // An output of the namespace resource, so that the namespace exists before and goes after.
    const namespace = namespaces.named(plan.namespace);
    const metadata: ObjectMeta = { name: plan.name, namespace, labels: { ...workloadLabels(plan, partOf) } };

    const serviceAccount = createServiceAccount(`${name}-service-account`, metadata, child);
    this.deployment = createDeployment(`${name}-deployment`, { plan, metadata, serviceAccountName: serviceAccount.metadata.name }, child);
    this.service = createService(`${name}-service`, plan, metadata, binding, child);
    this.maxReplicas = scale(`${name}-autoscaler`, plan, metadata, this.deployment, child);
    createDisruptionBudget(`${name}-disruption-budget`, plan, metadata, child);

    this.registerOutputs({ maxReplicas: this.maxReplicas });
  }
}

function createService(
  name: string,
  plan: WorkloadPlan,
  metadata: ObjectMeta,
  binding: ServiceBinding,
  opts: pulumi.CustomResourceOptions,
): k8s.core.v1.Service {
  const { exposedPort } = plan;
  return exposedPort === undefined
    ? createInternalService(name, plan, metadata, opts)
    : createExposedService(name, { ...plan, exposedPort }, metadata, binding, opts);
}

/** @returns the largest number of pods */
function scale(
  name: string,
  { scaling }: WorkloadPlan,
  metadata: ObjectMeta,
  deployment: k8s.apps.v1.Deployment,
  opts: pulumi.CustomResourceOptions,
): pulumi.Output<number> {
  switch (scaling.engine) {
    case "fixed":
      return deployment.spec.replicas;
    case "hpa": {
      const autoscaler = createHorizontalAutoscaler(name, { scaling, metadata, deployment: deployment.metadata.name }, opts);
      return autoscaler.spec.maxReplicas;
    }
  }
}
