/** A resource as a preview plans it, the way preview/record/record.ts writes it down: ids and computed outputs are not known yet. */
export interface PlannedResource {
  /** Type token, such as "aws:ec2/vpc:Vpc". */
  readonly type: string;
  readonly name: string;
  readonly urn: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly options: {
    /** URNs of everything that it waits for. Those of the resources that its inputs refer to are among them, which is how a reference shows before ids exist. */
    readonly dependsOn: readonly string[];
  };
}

/**
 * What is wrong with a resource, such as "enableRBAC is false and must be true"; undefined where nothing is.
 *
 * @param all every resource that its stack plans
 */
export type Check = (resource: PlannedResource, all: readonly PlannedResource[]) => string | undefined;

/** One thing that holds for every resource of some types, in every stack, unless policy/exceptions.ts says why not. */
export interface Rule {
  /** The checks of checkov ("CKV_AWS_58") and of the CIS benchmarks as kube-bench numbers them ("CIS EKS 5.3.1") that it stands for. */
  readonly ids: readonly [string, ...string[]];
  /** A sentence's end: "[every stack] encrypts secrets with a key of its own". */
  readonly title: string;
  /** Where the vendor documents it. */
  readonly source: string;
  /** Type tokens of the resources that it judges. */
  readonly types: readonly string[];
  readonly check: Check;
}
