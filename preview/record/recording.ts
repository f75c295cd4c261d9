import type { StackPlan } from "../../plan";

/** What the program asked the engine for, before any provider saw it. */
export interface RecordedResource {
  /** Type token, such as "aws:ec2/vpc:Vpc". */
  readonly type: string;
  readonly name: string;
  readonly urn: string;
  /** URN of the parent; undefined directly below the stack. */
  readonly parent: string | undefined;
  /** False for components. */
  readonly custom: boolean;
  /** Plain values: secrets are unwrapped, unknown values are `UNKNOWN`, resources are their URN. */
  readonly inputs: Record<string, unknown>;
  /** Top-level inputs that contain a secret. */
  readonly secretInputs: readonly string[];
  /** By top-level input: URNs of the resources whose outputs went into it. */
  readonly inputDependencies: Readonly<Record<string, readonly string[]>>;
  readonly options: RecordedOptions;
}

export interface RecordedOptions {
  /** Includes what a child inherits from its parent. */
  readonly protect: boolean;
  readonly ignoreChanges: readonly string[];
  /** URNs of everything the resource waits for: explicit dependencies and those that come with its inputs. */
  readonly dependsOn: readonly string[];
  /** URN of the explicit provider; undefined where the default provider would be used. */
  readonly provider: string | undefined;
  readonly deleteBeforeReplace: boolean | undefined;
  readonly replaceOnChanges: readonly string[];
  /** A URN, or { name, type, ... } with only the parts that were given. */
  readonly aliases: readonly unknown[];
  /** "beforeUpdate:<hook name>". */
  readonly hooks: readonly string[];
  readonly retainOnDelete: boolean;
}

export interface RecordOptions {
  /** @default "test" */
  readonly stack?: string;
  /** @default "gateway-fleet" */
  readonly project?: string;
  /** Folder of the stack files, for a program that reads them itself. */
  readonly rootDirectory?: string;
  /** A preview: ids and computed outputs are unknown. Else ids are `<name>-id` and outputs are the inputs. @default false */
  readonly preview?: boolean;
  /** Outputs beyond the inputs; they also become known in a preview. */
  readonly outputs?: (type: string, name: string, inputs: Record<string, unknown>) => Record<string, unknown> | undefined;
  /** Answers provider functions by token. Without it every invoke fails and names its token: a plan looks nothing up. */
  readonly invoke?: (token: string, args: Record<string, unknown>) => Record<string, unknown>;
}

export interface Recording {
  /** In the order of registration, without the stack itself. A read resource, such as a stack reference, is one too. */
  readonly resources: readonly RecordedResource[];
  /** Stack outputs, as plain as inputs are. */
  readonly outputs: Record<string, unknown>;
  /** Names of the outputs that are secret as a whole or contain a secret. */
  readonly secretOutputs: readonly string[];
}

/** What a stack registers in one version. */
export interface StackRecording {
  readonly stack: string;
  readonly resources: readonly RecordedResource[];
}

export interface PlannedRecording extends StackRecording {
  readonly plan: StackPlan;
}
