import { generateKeyPairSync, randomBytes } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readJson, readText, writeAtomically, type LabHome } from "../../home";
import { freePort } from "../../processes/ports";
import type { ControlPlane, ControlPlaneOptions } from "./controlPlane";

/** What is decided once per control plane and stays the same over restarts: `kubernetes/<id>/control-plane.json`. */
export interface ControlPlaneRecord extends ControlPlaneOptions {
  readonly id: string;
  /** The lab's own. */
  readonly address: string;
  readonly port: number;
  readonly tokens: Readonly<Record<User, string>>;
  /** True while `lab break` has taken the API server away: nothing but `lab mend` starts it then. */
  readonly broken: boolean;
  /** Milliseconds since 1970. While a cluster is being replaced it has two control planes, and the later one is meant by its name. */
  readonly createdAt: number;
}

/** Who talks to the API server with a token of its own. */
export type User = "admin" | "controller-manager" | "scheduler" | "kwok";

const userNames: Readonly<Record<User, { readonly user: string; readonly group?: string }>> = {
  admin: { user: "lab-admin", group: "system:masters" },
  "controller-manager": { user: "system:kube-controller-manager" },
  scheduler: { user: "system:kube-scheduler" },
  kwok: { user: "lab-kubelets", group: "system:masters" },
};
export const users: readonly User[] = ["admin", "controller-manager", "scheduler", "kwok"];

/** Files of one control plane, under `kubernetes/<id>`. */
export class ControlPlaneFiles {
  readonly directory: string;

  constructor(home: LabHome, id: string) {
    this.directory = join(home.kubernetes, id);
  }

  get record(): string {
    return join(this.directory, "control-plane.json");
  }
  /** The API server makes its own CA and serving certificate here, once. */
  get certificates(): string {
    return join(this.directory, "certificates");
  }
  get caCertificate(): string {
    return join(this.directory, "ca.crt");
  }
  get tokens(): string {
    return join(this.directory, "tokens.csv");
  }
  get serviceAccountKey(): string {
    return join(this.directory, "service-account.key");
  }
  get serviceAccountPublicKey(): string {
    return join(this.directory, "service-account.pub");
  }
  get egress(): string {
    return join(this.directory, "egress.yaml");
  }
  get stages(): string {
    return join(this.directory, "stages.yaml");
  }
  kubeconfig(user: User): string {
    return join(this.directory, `${user}.kubeconfig`);
  }
}

export function readRecord(home: LabHome, id: string): ControlPlaneRecord | undefined {
  return readJson<ControlPlaneRecord>(new ControlPlaneFiles(home, id).record);
}

export function writeRecord(home: LabHome, record: ControlPlaneRecord): void {
  writeAtomically(new ControlPlaneFiles(home, record.id).record, JSON.stringify(record, undefined, 2), 0o600);
}

/** Oldest first. */
export function listRecords(home: LabHome): readonly ControlPlaneRecord[] {
  const entries = existsSync(home.kubernetes) ? readdirSync(home.kubernetes, { withFileTypes: true }) : [];
  const records = entries.flatMap((entry) => (entry.isDirectory() ? (readRecord(home, entry.name) ?? []) : []));
  return records.sort((a, b) => a.createdAt - b.createdAt || a.id.localeCompare(b.id, "en"));
}

/**
 * Decides port, tokens and keys of a new control plane and writes them where its processes read them.
 *
 * @param sharedToken also admits a member of system:masters, in every control plane of the lab
 */
export async function createRecord(
  home: LabHome,
  options: ControlPlaneOptions & { readonly id: string },
  sharedToken: string,
): Promise<ControlPlaneRecord> {
  const files = new ControlPlaneFiles(home, options.id);
  mkdirSync(files.directory, { recursive: true });
  chmodSync(files.directory, 0o700);

  const tokens = { admin: newToken(), "controller-manager": newToken(), scheduler: newToken(), kwok: newToken() };
  const lines = users.map((name) => tokenLine(tokens[name], userNames[name]));
  writeFileSync(files.tokens, [...lines, tokenLine(sharedToken, { user: "lab-operator", group: "system:masters" }), ""].join("\n"), {
    mode: 0o600,
  });
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  writeFileSync(files.serviceAccountKey, privateKey.export({ type: "sec1", format: "pem" }), { mode: 0o600 });
  writeFileSync(files.serviceAccountPublicKey, publicKey.export({ type: "spki", format: "pem" }));

  const address = home.serverAddress;
  const record = { ...options, address, port: await freePort(address), tokens, broken: false, createdAt: Date.now() };
  // Last: a record means that all of it is there.
  writeRecord(home, record);
  return record;
}

export function newToken(): string {
  return randomBytes(24).toString("base64url");
}

/** https://kubernetes.io/docs/reference/access-authn-authz/authentication/#static-token-file */
function tokenLine(token: string, { user, group }: { readonly user: string; readonly group?: string }): string {
  return [token, user, user, ...(group === undefined ? [] : [`"${group}"`])].join(",");
}

export function endpointOf({ address, port }: ControlPlaneRecord): string {
  return `https://${address}:${port}`;
}

/** Undefined until its API server has run once: only then it has a CA. */
export function describe(home: LabHome, record: ControlPlaneRecord): ControlPlane | undefined {
  const files = new ControlPlaneFiles(home, record.id);
  const caCertificate = readText(files.caCertificate);
  if (caCertificate === undefined || !existsSync(files.kubeconfig("admin"))) return undefined;
  return {
    id: record.id,
    cluster: record.cluster,
    endpoint: endpointOf(record),
    caCertificate,
    adminToken: record.tokens.admin,
    kubeconfig: files.kubeconfig("admin"),
    context: record.context,
  };
}
