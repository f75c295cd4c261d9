import { readJson } from "../home";

/** A state as `pulumi stack export` prints it; only what the lab reads is named. */
export interface StateDeployment {
  readonly version: number;
  /** From version 4: what a reader must understand. */
  readonly features?: readonly string[];
  readonly deployment: {
    readonly resources?: readonly StateResource[];
    readonly pending_operations?: readonly {
      readonly resource: StateResource;
      readonly type: "creating" | "updating" | "deleting" | "reading" | "importing";
    }[];
  };
}

export interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly custom: boolean;
  readonly id?: string;
  readonly parent?: string;
  readonly protect?: boolean;
  readonly delete?: boolean;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
  readonly provider?: string;
  readonly dependencies?: readonly string[];
  readonly propertyDependencies?: Readonly<Record<string, readonly string[] | null>>;
  readonly ignoreChanges?: readonly string[];
  readonly additionalSecretOutputs?: readonly string[];
  readonly customTimeouts?: object;
  /** Why it was made and is not ready. */
  readonly initErrors?: readonly string[];
}

/** A stack as the file backend keeps it. https://github.com/pulumi/pulumi/blob/master/sdk/go/common/apitype/core.go (VersionedCheckpoint) */
interface Checkpoint extends Pick<StateDeployment, "version" | "features"> {
  readonly checkpoint: { readonly latest?: StateDeployment["deployment"] | null };
}

const readableVersions = [3, 4];

/**
 * What `pulumi stack export` would print, without the second that starting it takes: every command of the lab asks for it.
 *
 * @returns undefined where the stack was never made
 * @throws Error where the backend's format is another one than this was written for
 */
export function readState(path: string): StateDeployment | undefined {
  const file = readJson<Checkpoint>(path);
  if (file === undefined) return undefined;
  const { checkpoint, ...format } = file;
  if (!readableVersions.includes(format.version))
    throw new Error(
      `${path} is of version ${format.version}, and the lab reads ${readableVersions.join(" and ")}: use the engine that it builds`,
    );
  return { ...format, deployment: checkpoint.latest ?? {} };
}

/** A stack's outputs; those with a secret in them are the engine's own text for one. */
export function outputsOf({ deployment }: StateDeployment): Readonly<Record<string, unknown>> {
  return deployment.resources?.find(({ type }) => type === "pulumi:pulumi:Stack")?.outputs ?? {};
}
