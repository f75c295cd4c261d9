import type { Properties } from "../../facts/properties/values";

/** What a simulated provider does, free of the wire: server.ts translates the Pulumi provider protocol to this. */

/** `Instance` is one configured provider resource; the server gives every call the instance of the connection it came by. */
export interface ProviderBackend<Instance> {
  /** Package name: aws, azure-native, gcp, kubernetes. */
  readonly name: string;
  /** Throws a CloudError where the real provider's configure would fail. */
  configure(config: Properties): Promise<Instance>;
  /** Whether a change of the provider's own inputs replaces it and thereby all its resources. Paths of the replacing inputs. */
  replacesProvider(olds: Properties, news: Properties): readonly string[];
  check(instance: Instance, request: CheckRequest): Promise<Checked>;
  diff(instance: Instance, request: DiffRequest): Promise<Diff>;
  create(instance: Instance, request: CreateRequest): Promise<{ readonly id: string; readonly outputs: Properties }>;
  /** Undefined: it does not exist. */
  read(instance: Instance, request: ReadRequest): Promise<ReadResult | undefined>;
  update(instance: Instance, request: UpdateRequest): Promise<Properties>;
  delete(instance: Instance, request: DeleteRequest): Promise<void>;
  invoke(instance: Instance, token: string, args: Properties): Promise<Properties>;
  /**
   * The engine is interrupted, or done with this provider resource, as after its deletion: whatever waits for it should end soon, so that the
   * state still learns of it. Nothing else may end: a real provider has a process for each.
   */
  cancel?(instance: Instance): void;
}

interface ResourceRequest {
  readonly urn: string;
  /** Type token, such as "aws:ec2/vpc:Vpc". */
  readonly type: string;
  /** The last part of the URN. */
  readonly name: string;
}
export interface CheckRequest extends ResourceRequest {
  /** Undefined on a create. */
  readonly olds: Properties | undefined;
  readonly news: Properties;
  /** For auto-names; stable for one planned create. */
  readonly randomSeed: Uint8Array;
}
export interface Checked {
  readonly inputs: Properties;
  readonly failures: readonly CheckFailure[];
  /** What the user should know although nothing is wrong with the inputs. */
  readonly warnings?: readonly string[];
}
export interface CheckFailure {
  readonly property: string;
  readonly reason: string;
}
export interface DiffRequest extends ResourceRequest {
  readonly id: string;
  readonly oldInputs: Properties;
  readonly oldOutputs: Properties;
  /** Checked inputs, with ignored changes already taken out by the engine. */
  readonly news: Properties;
}
/** Paths in the engine's syntax (see propertyPath.ts): `spec.replicas`, `metadata.labels["app.kubernetes.io/name"]`. */
export interface Diff {
  readonly changes: readonly string[];
  /** Subset of changes that forces replacement. */
  readonly replaces: readonly string[];
  readonly deleteBeforeReplace: boolean;
}
/** `customTimeouts` of the resource; undefined: the provider's default. */
interface Bounded {
  readonly timeoutSeconds?: number | undefined;
}
export interface CreateRequest extends ResourceRequest, Bounded {
  readonly inputs: Properties;
  readonly preview: boolean;
}
export interface ReadRequest extends ResourceRequest {
  readonly id: string;
  readonly inputs: Properties;
  readonly outputs: Properties;
}
export interface ReadResult {
  readonly id: string;
  readonly inputs: Properties;
  readonly outputs: Properties;
}
export interface UpdateRequest extends DiffRequest, Bounded {
  readonly preview: boolean;
  /** Paths whose changes the program ignores. @default none */
  readonly ignoreChanges?: readonly string[];
}
export interface DeleteRequest extends ResourceRequest, Bounded {
  readonly id: string;
  readonly inputs: Properties;
  readonly outputs: Properties;
}

/** An error that the simulated cloud answers with; its message reaches the user as the provider's. */
export class CloudError extends Error {
  override readonly name = "CloudError";
}

/**
 * The resource was made or changed but did not become ready. The state keeps it, so that the next update waits again instead of making it twice.
 * On the wire: an ErrorResourceInitFailed detail. https://github.com/pulumi/pulumi/blob/master/proto/pulumi/provider.proto
 */
export class NotReadyError extends CloudError {
  readonly headline: string;
  readonly id: string;
  readonly outputs: Properties;
  /** One line each: what is still missing. */
  readonly reasons: readonly string[];

  constructor(headline: string, resource: { readonly id: string; readonly outputs: Properties }, reasons: readonly string[]) {
    super([headline, ...reasons.map((reason) => `  - ${reason}`)].join("\n"));
    this.headline = headline;
    this.id = resource.id;
    this.outputs = resource.outputs;
    this.reasons = reasons;
  }
}
