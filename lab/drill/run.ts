import { setTimeout as sleep } from "node:timers/promises";
import type { TrafficPlan } from "../../plan/model/traffic";
import type { SimulatedClouds } from "../clouds/clouds";
import { readFrontDoor, readFrontDoorStatus } from "../doors/registry";
import { restartFrontDoor } from "../doors/start";
import type { LabHome } from "../home";
import type { ControlPlanes } from "../kubernetes/controlPlane/controlPlane";
import { runClient, type ClientKind } from "./clients/clients";
import { dnsApi, refusalOfEdit } from "./losses/dnsEdit";
import { exposedDeployments } from "./losses/exposed";
import { openJournal, type Journal } from "./losses/journal";
import type { LossKind } from "./losses/kinds";
import { openLive } from "./clients/live";
import { prepareOutage, untilAddresses } from "./losses/outage";
import type { Place } from "../../plan/survival/places";
import { drillReport, type DrillReport, type DrillSettings, type Observed } from "./report";
import { scheduleOf, type Schedule } from "./schedule";
import { followSurvivors } from "./measures/survivors";

export interface DrillOptions {
  readonly home: LabHome;
  readonly controlPlanes: ControlPlanes;
  readonly clouds: SimulatedClouds;
  readonly stack: string;
  readonly plan: TrafficPlan;
  readonly place: Place;
  readonly kind: LossKind;
  readonly clock: "compressed" | "real time";
  readonly seed: number;
  /** Clients that honour the TTL; of each other kind there are a tenth as many. */
  readonly clients: number;
  /** Of `split`. */
  readonly blindCheckers: number;
  /** Whether autoscalers are told of the load that the survivors get. In real time only: their windows cannot be compressed. */
  readonly autoscaling: "off" | "on";
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
}

/** What autoscalers get on top, to follow: a minute in which they wait, and two steps of a minute. */
const scaleUpSeconds = 180;

/** Fewest clients of a kind. */
const fewest = 10;

/**
 * Takes a place away, looks at DNS and HTTP from outside, gives it back and looks again. However it ends, the place is given back, nothing
 * that it started is left, and the front doors run in real time.
 * @throws Error where the lab does not do what the drill needs, or `signal` aborts
 */
export async function runDrill(options: DrillOptions): Promise<DrillReport> {
  const { home, controlPlanes, plan, place, kind, clock, seed, say } = options;
  const journal = openJournal(home, controlPlanes);
  if (await undoDrill(home, controlPlanes)) say("gave back what an earlier drill had left");
  const schedule = scheduleOf(kind, plan);
  const timeScale = clock === "real time" ? 1 : schedule.timeScale;
  const others = Math.max(fewest, Math.round(options.clients / 10));
  const clients = { honouring: options.clients, stretching: others, pooled: others };
  const settings: DrillSettings = { stack: options.stack, lost: place.name, kind, seed, timeScale, clients };
  journal.begin();
  try {
    await restartFrontDoor(home, { timeScale, seed });
    return await observe(options, settings, schedule, journal);
  } finally {
    await journal.giveBack().finally(() => restartFrontDoor(home));
    say(`${place.name} is given back, and the lab's clock runs in real time`);
  }
}

/** Gives back what a drill that was killed has left, and its clock; false where there is nothing. */
export async function undoDrill(home: LabHome, controlPlanes: ControlPlanes): Promise<boolean> {
  const hadBegun = await openJournal(home, controlPlanes).giveBack();
  if (hadBegun) await restartFrontDoor(home);
  return hadBegun;
}

async function observe(options: DrillOptions, settings: DrillSettings, schedule: Schedule, journal: Journal): Promise<DrillReport> {
  const { home, controlPlanes, clouds, plan, place, kind, blindCheckers, autoscaling, say, signal } = options;
  const { timeScale, seed, clients } = settings;
  const door = readFrontDoor(home);
  if (door === undefined) throw new Error("the front doors ended as soon as they had started");
  const answering = await answeringAddresses(home, plan);
  const addresses = answering.filter(({ cluster }) => place.clusters.includes(cluster)).map(({ address }) => address);
  const surviving = await exposedDeployments(
    home,
    controlPlanes,
    answering.map(({ cluster }) => cluster).filter((cluster) => !place.clusters.includes(cluster)),
  );
  const { path = "/" } = plan.healthChecks[0] ?? {};
  const live = await openLive({ home, target: { door, host: plan.host, path, tls: kind === "tls-expired" }, seed, timeScale });
  const flapping = new AbortController();
  const follows = new AbortController();
  const phase = async (seconds: number, what: string): Promise<void> => {
    say(`${what}: ${Math.round(seconds)} s${timeScale === 1 ? "" : ` in ${Math.round(seconds / timeScale)} s`}`);
    await sleep((seconds * 1_000) / timeScale, undefined, { signal });
  };
  try {
    const flapMs = (schedule.flapSeconds * 1_000) / timeScale;
    const outage = await prepareOutage(kind, {
      home,
      controlPlanes,
      journal,
      place,
      dnsApi: dnsApi(plan.dns),
      addresses,
      port: door.http.port,
      blindCheckers,
      flapMs,
      signal: flapping.signal,
    });
    const running = [live.watch(), ...clientNames(clients).map(({ client, kind }) => runClient(kind, client, plan.ttlSeconds, live))];
    await phase(schedule.beforeSeconds, "as it is");
    const survivors =
      autoscaling === "on" ? await followSurvivors(surviving, { controlPlanes, journal, live, signal: follows.signal }) : undefined;
    const strikeAt = live.now();
    const lostAt = live.at(await outage.strike());
    await phase(schedule.lossSeconds + (survivors === undefined ? 0 : scaleUpSeconds), `${place.name} is lost (${kind})`);
    const refusedEdit = kind === "dns-api" ? await refusalOfEdit(clouds, plan.dns) : undefined;
    flapping.abort();
    follows.abort();
    await journal.giveBack();
    await untilAddresses(home, addresses, ({ up, readyPods, certificate }) => up && readyPods > 0 && certificate === "valid");
    const backAt = live.now();
    await phase(schedule.returnSeconds, `${place.name} is back`);
    const endedAt = live.now();
    live.end();
    await Promise.all(running);
    const clusterOf = new Map(answering.map(({ address, cluster }) => [address, cluster]));
    const observed: Observed = {
      requests: live.requests,
      seen: live.seen,
      kindOf: kindOfClient,
      strikeAt,
      lostAt,
      backAt,
      endedAt,
      lost: new Set(addresses),
      clusterAt: (address: string) => clusterOf.get(address),
    };
    return drillReport({ settings, plan, place, schedule, observed, blindCheckers, refusedEdit, survivors });
  } finally {
    flapping.abort();
    follows.abort();
    live.close();
  }
}

/** Every address that DNS may answer with, once all of them accept connections and have pods. */
async function answeringAddresses(home: LabHome, { clouds }: TrafficPlan) {
  const clusters = clouds.flatMap(({ regions }) => regions.flatMap((region) => region.clusters.map(({ cluster }) => cluster)));
  const ofPlan = () => (readFrontDoorStatus(home)?.addresses ?? []).filter(({ cluster }) => clusters.includes(cluster));
  const isReady = (): boolean =>
    clusters.every((cluster) => ofPlan().some((own) => own.cluster === cluster)) &&
    ofPlan().every(({ up, readyPods }) => up && readyPods > 0);
  for (let waited = 0; !isReady(); waited += 50) {
    if (waited > readyMs) throw new Error(`not every front door answers: ${notReady(home, clusters)}; see \`npm run lab -- status\``);
    await sleep(50);
  }
  return ofPlan();
}

const readyMs = 20_000;

function notReady(home: LabHome, clusters: readonly string[]): string {
  const statuses = readFrontDoorStatus(home)?.addresses ?? [];
  return clusters
    .filter((cluster) => !statuses.some((status) => status.cluster === cluster && status.up && status.readyPods > 0))
    .join(", ");
}

function clientNames(clients: Readonly<Record<ClientKind, number>>): readonly { readonly client: string; readonly kind: ClientKind }[] {
  const kinds: readonly ClientKind[] = ["honouring", "stretching", "pooled"];
  return kinds.flatMap((kind) => Array.from({ length: clients[kind] }, (_, index) => ({ client: `${kind} ${index}`, kind })));
}

function kindOfClient(client: string): ClientKind {
  if (client.startsWith("honouring")) return "honouring";
  return client.startsWith("stretching") ? "stretching" : "pooled";
}
