import { awsClusterRules } from "./aws";
import { awsNodeRules } from "./awsNodes";
import { azureClusterRules } from "./azure";
import { azureNodeRules } from "./azureNodes";
import type { Exception } from "./exceptions";
import { gcpClusterRules } from "./gcp";
import { gcpDnsRules } from "./gcpDns";
import { gcpNodeRules } from "./gcpNodes";
import { kubernetesRules } from "./kubernetes";
import type { PlannedResource, Rule } from "./rule";

/** Every rule, by cloud. What each stands for is in its ids; the checks that have none are in policy/notApplicable.ts. */
export const rules: readonly Rule[] = [
  ...awsClusterRules,
  ...awsNodeRules,
  ...azureClusterRules,
  ...azureNodeRules,
  ...gcpClusterRules,
  ...gcpNodeRules,
  ...gcpDnsRules,
  ...kubernetesRules,
];

export interface Violation {
  readonly rule: Rule;
  readonly type: string;
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
        return text === undefined ? [] : [{ rule, type: resource.type, urn: resource.urn, text }];
      }),
  );
}

export interface Judgement {
  /** Violations that nobody has accepted. */
  readonly open: readonly Violation[];
  /** Exceptions that nothing needs any more. */
  readonly stale: readonly Exception[];
}

/** @param found of every stack together: an exception may be there for one of them */
export function judge(found: readonly Violation[], exceptions: readonly Exception[]): Judgement {
  const covers = ({ id, type }: Exception, violation: Violation) => violation.rule.ids.includes(id) && violation.type === type;
  return {
    open: found.filter((violation) => !exceptions.some((exception) => covers(exception, violation))),
    stale: exceptions.filter((exception) => !found.some((violation) => covers(exception, violation))),
  };
}

/** One violation in one line: which check, what is wrong where, what the rule wants, and where that is documented. */
export function describeViolation({ rule, urn, text }: Violation): string {
  return `${rule.ids.join(", ")}: ${urn}: ${text}; a stack here ${rule.title} (${rule.source})`;
}
