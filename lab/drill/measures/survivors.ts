import { setTimeout as sleep } from "node:timers/promises";
import type { HorizontalPodAutoscaler } from "kubernetes-types/autoscaling/v2";
import type { Pod } from "kubernetes-types/core/v1";
import type { ControlPlanes } from "../../kubernetes/controlPlane/controlPlane";
import { loadOf, requestsPerReplica, type LoadSample } from "./capacity";
import { askCluster, type ExposedDeployment } from "../losses/exposed";
import type { Journal } from "../losses/journal";
import type { Live } from "../clients/live";
import { installMetrics, writePodMetrics } from "../losses/metricsApi";

/** The survivors' autoscalers, which are told what the doors really served. */
export interface Survivors {
  readonly samples: readonly LoadSample[];
  readonly perReplica: number;
}

interface Scaled {
  readonly deployment: ExposedDeployment;
  /** What the autoscaler aims at, as a part of what a pod asks for. */
  readonly target: number;
}

/** How often usage is written: as often as kubelets are usually asked. */
const everySeconds = 10;
/** Over which requests are counted. */
const windowSeconds = 30;

/**
 * Begins to write the usage of the survivors' pods, from the requests that they served since, until `signal` aborts. The journal knows how many
 * replicas there were.
 */
export async function followSurvivors(
  deployments: readonly ExposedDeployment[],
  { controlPlanes, journal, live, signal }: { controlPlanes: ControlPlanes; journal: Journal; live: Live; signal: AbortSignal },
): Promise<Survivors> {
  const scaled = (await Promise.all(deployments.map((deployment) => autoscaled(controlPlanes, deployment)))).flatMap(
    (found) => found ?? [],
  );
  const now = live.now();
  const before = await Promise.all(scaled.map(async (one) => sampleOf(one, live, now, (await podsOf(controlPlanes, one)).length)));
  const perReplica = requestsPerReplica(before);
  const samples: LoadSample[] = [];
  journal.willScale(scaled.map(({ deployment }) => deployment));
  await Promise.all(scaled.map(({ deployment }) => askCluster(controlPlanes, deployment.controlPlane, installMetrics)));

  const write = async (one: Scaled): Promise<void> => {
    const pods = await podsOf(controlPlanes, one);
    const sample = sampleOf(one, live, live.now(), pods.length);
    samples.push(sample);
    const cpuPart = one.target * loadOf(sample, perReplica);
    await askCluster(controlPlanes, one.deployment.controlPlane, (client) => writePodMetrics(client, pods, cpuPart, new Date()));
  };
  const follow = async (): Promise<void> => {
    while (!signal.aborted) {
      // A survivor whose API server does not answer for a moment is asked again.
      await Promise.allSettled(scaled.map(write));
      await sleep(everySeconds * 1_000, undefined, { signal }).catch(() => undefined);
    }
  };
  void follow();
  return { samples, perReplica };
}

function sampleOf({ deployment: { cluster } }: Scaled, { requests }: Live, now: number, replicas: number): LoadSample {
  const served = requests.filter(
    ({ sentAt, outcome }) => sentAt > now - windowSeconds && outcome.kind === "served" && outcome.cluster === cluster,
  );
  return { at: now, cluster, requestsPerSecond: served.length / windowSeconds, replicas };
}

/** Ready ones. */
async function podsOf(
  controlPlanes: ControlPlanes,
  { deployment: { controlPlane, namespace, selector } }: Scaled,
): Promise<readonly Pod[]> {
  const labelSelector = Object.entries(selector)
    .map(([key, value]) => `${key}=${value}`)
    .join();
  const found = await askCluster(controlPlanes, controlPlane, (client) => client.list("v1", "Pod", { namespace, labelSelector }));
  return (found?.items ?? []).map((object) => object as Pod).filter(isReady);
}

function isReady({ status, metadata }: Pod): boolean {
  const conditions = status?.conditions ?? [];
  return metadata?.deletionTimestamp === undefined && conditions.some(({ type, status: is }) => type === "Ready" && is === "True");
}

/** Undefined where no autoscaler looks at its CPU. */
async function autoscaled(controlPlanes: ControlPlanes, deployment: ExposedDeployment): Promise<Scaled | undefined> {
  const { controlPlane, namespace, name } = deployment;
  const found = await askCluster(controlPlanes, controlPlane, (client) =>
    client.list("autoscaling/v2", "HorizontalPodAutoscaler", { namespace }),
  );
  const autoscaler = (found?.items ?? [])
    .map((object) => object as unknown as HorizontalPodAutoscaler)
    .find(({ spec }) => spec?.scaleTargetRef.kind === "Deployment" && spec.scaleTargetRef.name === name);
  const percent = autoscaler?.spec?.metrics?.find(({ resource }) => resource?.name === "cpu")?.resource?.target.averageUtilization;
  return percent === undefined ? undefined : { deployment, target: percent / 100 };
}
