import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { readJson, writeAtomically, type LabHome } from "../../home";
import { freePort } from "../../processes/ports";
import type { Supervisor } from "../../processes/supervisor";
import { sequencer } from "./sequencer";

/** The one store of a lab: each control plane has a prefix of its own in it. */
export interface Etcd {
  /** Starts it unless it runs. Resolves to where it answers: "http://127.83.0.1:20379". */
  start(): Promise<string>;
  stop(): Promise<void>;
  /** Starts it where it stands still, since what is not deleted now would be found by a later control plane. */
  deletePrefix(prefix: string): Promise<void>;
  /** Stops it and deletes all it holds. */
  remove(): Promise<void>;
}

const processName = "etcd";

export function openEtcd(home: LabHome, binary: string, supervisor: Supervisor): Etcd {
  const data = join(home.kubernetes, "etcd");
  const state = join(home.kubernetes, "etcd.json");
  // Control planes start at once, and each of them starts it.
  const inOrder = sequencer();

  const start = (): Promise<string> =>
    inOrder(processName, async () => {
      const place = readJson<Place>(state) ?? (await choosePlace(home.serverAddress));
      writeAtomically(state, JSON.stringify(place));
      mkdirSync(data, { recursive: true, mode: 0o700 });
      const endpoint = `http://${place.address}:${place.client}`;
      const ready = async (): Promise<boolean> => (await fetch(`${endpoint}/readyz`)).ok;
      await supervisor.start({ name: processName, command: binary, args: etcdArguments(data, place), ready });
      return endpoint;
    });

  return {
    start,
    stop: () => inOrder(processName, () => supervisor.stop(processName)),
    deletePrefix: async (prefix) => deleteRange(await start(), prefix),
    remove: () =>
      inOrder(processName, async () => {
        await supervisor.stop(processName);
        rmSync(data, { recursive: true, force: true });
        rmSync(state, { force: true });
      }),
  };
}

/** Where it listens, decided once. */
interface Place {
  readonly address: string;
  readonly client: number;
  readonly peer: number;
}

async function choosePlace(address: string): Promise<Place> {
  return { address, client: await freePort(address), peer: await freePort(address) };
}

function etcdArguments(data: string, place: Place): string[] {
  const client = `http://${place.address}:${place.client}`;
  const peer = `http://${place.address}:${place.peer}`;
  return [
    "--name=lab",
    `--data-dir=${data}`,
    `--listen-client-urls=${client}`,
    `--advertise-client-urls=${client}`,
    `--listen-peer-urls=${peer}`,
    `--initial-advertise-peer-urls=${peer}`,
    `--initial-cluster=lab=${peer}`,
    // What is written survives the end of the process; only a machine that loses power loses it, and its simulated clouds with it.
    "--unsafe-no-fsync",
    "--log-level=warn",
  ];
}

/** https://etcd.io/docs/v3.6/dev-guide/api_grpc_gateway/ */
async function deleteRange(endpoint: string, prefix: string): Promise<void> {
  const base64 = (text: string): string => Buffer.from(text).toString("base64");
  // "0" is the character after "/".
  const body = JSON.stringify({ key: base64(`${prefix}/`), range_end: base64(`${prefix}0`) });
  const response = await fetch(`${endpoint}/v3/kv/deleterange`, { method: "POST", body });
  if (!response.ok) throw new Error(`etcd at ${endpoint} refused to delete ${prefix}: ${await response.text()}`);
}
