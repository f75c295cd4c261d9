import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { dirname, join } from "node:path";
import { chartFolderName } from "../catalogue/charts";
import { loopbackPrefix } from "./loopback";

/** Where one lab keeps everything it has: one lab per project directory and fleet stack. */
export interface LabHome {
  /** Directory of the project: its Pulumi.yaml and stack files. */
  readonly project: string;
  readonly fleetStack: string;
  readonly root: string;
  /** Pulumi's file backend. */
  readonly backend: string;
  /** Pulumi's home and scratch workspaces. */
  readonly engine: string;
  /** One journal per cloud: aws.jsonl, azure-native.jsonl, gcp.jsonl. */
  readonly clouds: string;
  /** One directory per control plane. */
  readonly kubernetes: string;
  /** One kubeconfig per cluster, by the cluster's config key. */
  readonly kubeconfigs: string;
  /** Contexts of the clusters that exist without the program: KUBECONFIG of what the lab starts. */
  readonly kubeconfig: string;
  /** One record and one log per process the lab has started. */
  readonly processes: string;
  readonly logs: string;
  /** The charts' lock and archives, which stand for the project's: what the program calls ./charts. */
  readonly charts: string;
  /** Stand-ins for the clouds' auth plugins (aws, kubelogin, gke-gcloud-auth-plugin). */
  readonly bin: string;
  /** What is broken at present, see faults.ts. */
  readonly faults: string;
  /** Written by the front doors' process: where DNS and HTTP answer. */
  readonly frontDoor: string;
  /** First two octets of this lab's loopback addresses, such as "127.83". No other lab has them. */
  readonly loopbackPrefix: string;
  /** Sockets through which API servers reach Services of their clusters, `<control plane>.sock`; the system allows for no long path. */
  readonly serviceNetwork: string;
  /** Where the store and the API servers of this lab listen: a port that they had once is still theirs when they come back. */
  readonly serverAddress: string;
}

export function labHome(project: string, fleetStack: string): LabHome {
  const root = join(project, ".lab", fleetStack);
  const prefix = loopbackPrefix(root);
  return {
    project,
    fleetStack,
    root,
    backend: join(root, "backend"),
    engine: join(root, "engine"),
    clouds: join(root, "clouds"),
    kubernetes: join(root, "kubernetes"),
    kubeconfigs: join(root, "kubeconfigs"),
    kubeconfig: join(root, "kubeconfig.yaml"),
    processes: join(root, "processes"),
    logs: join(root, "logs"),
    charts: join(root, chartFolderName),
    bin: join(root, "bin"),
    faults: join(root, "faults.json"),
    frontDoor: join(root, "front-door.json"),
    loopbackPrefix: prefix,
    serviceNetwork: join(tmpdir(), `gateway-fleet-${userInfo().uid}-${prefix}`),
    serverAddress: `${prefix}.0.1`,
  };
}

/** Replaces a file in one step, so that a reader in another process never sees half of it. */
export function writeAtomically(path: string, text: string, mode = 0o644): void {
  mkdirSync(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}.new`;
  writeFileSync(temporary, text, { mode });
  try {
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary);
    throw error;
  }
}

/** A JSON file's value, or undefined where there is no such file. */
export function readJson<T>(path: string): T | undefined {
  const text = readText(path);
  return text === undefined ? undefined : (JSON.parse(text) as T);
}

/** A file's text, or undefined where there is no such file, or no more. */
export function readText(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
