import { awsAlarmRules } from "./aws/alarms";
import { awsClusterRules } from "./aws/cluster";
import { awsIamRules } from "./aws/iam";
import { awsNetworkRules } from "./aws/network";
import { awsNodeRules } from "./aws/nodes";
import { azureClusterRules } from "./azure/cluster";
import { azureNetworkRules, azureNodeRules } from "./azure/nodes";
import type { Exception } from "./exceptions";
import { gcpAccessRules } from "./gcp/access";
import { gcpClusterRules } from "./gcp/cluster";
import { gcpDnsRules } from "./gcp/dns";
import { gcpNodeRules } from "./gcp/nodes";
import { kubernetesRules } from "./kubernetes/objects";
import { rightsRules } from "./kubernetes/rights";
import { workloadRules } from "./kubernetes/workloads";
import type { PlannedResource, Rule } from "./rule";

/** Every rule, by cloud. What each stands for is in its ids; the checks that have none are in policy/notApplicable.ts. */
export const rules: readonly Rule[] = [
  ...awsClusterRules,
  ...awsNodeRules,
  ...awsNetworkRules,
  ...awsIamRules,
  ...awsAlarmRules,
  ...azureClusterRules,
  ...azureNodeRules,
  ...azureNetworkRules,
  ...gcpClusterRules,
  ...gcpNodeRules,
  ...gcpAccessRules,
  ...gcpDnsRules,
  ...kubernetesRules,
  ...workloadRules,
  ...rightsRules,
];

export interface Violation {
  readonly rule: Rule;
  readonly type: string;
  /** Logical, of the resource. */
  readonly name: string;
  readonly urn: string;
  readonly text: string;
}

/** What a stack's resources violate, in the order of the rules. */
export function violations(planned: readonly PlannedResource[], by: readonly Rule[] = rules): readonly Violation[] {
  return by.flatMap((rule) =>
    planned
      .filter(({ type }) => rule.types.includes(type))
      .flatMap((resource) => {
        const text = rule.check(resource, planned);
        return text === undefined ? [] : [{ rule, type: resource.type, name: resource.name, urn: resource.urn, text }];
      }),
  );
}

export interface Judgement {
  /** Violations that nobody has accepted. */
  readonly open: readonly Violation[];
  /** Exceptions that nothing needs any more. */
  readonly stale: readonly Exception[];
}

/** @param found of every stack together: an exception is stale in each stack that it names and that has no such violation */
export function judge(found: readonly Violation[], exceptions: readonly Exception[]): Judgement {
  const perStack = exceptions.flatMap((exception) => exception.stacks.map((stack): Exception => ({ ...exception, stacks: [stack] })));
  return {
    open: found.filter((violation) => !exceptions.some((exception) => covers(exception, violation))),
    stale: perStack.filter((exception) => !found.some((violation) => covers(exception, violation))),
  };
}

function covers({ id, type, stacks, resource }: Exception, violation: Violation): boolean {
  return (
    violation.rule.ids.includes(id) && violation.type === type && stacks.includes(stackOf(violation)) && isNamed(resource, violation.name)
  );
}

/** "urn:pulumi:prod::gateway-fleet::aws:eks/cluster:Cluster::aws-usw2-0-control-plane" is prod's. */
function stackOf({ urn }: Violation): string {
  return urn.split("::")[0]?.split(":")[2] ?? "";
}

function isNamed(pattern: string, name: string): boolean {
  const [start = "", ...others] = pattern.split("*");
  const end = others.at(-1);
  if (end === undefined) return name === pattern;
  return name.length >= start.length + end.length && name.startsWith(start) && name.endsWith(end);
}

/** One violation in one line: which check, what is wrong where, what the rule wants, and where that is documented. */
export function describeViolation({ rule, urn, text }: Violation): string {
  return `${rule.ids.join(", ")}: ${urn}: ${text}; a stack here ${rule.title} (${rule.source})`;
}
