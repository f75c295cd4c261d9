import type { ResourceFacts, ServiceFacts } from "../resource";
import { exactlyOne, inRange } from "../rules/limits";

/** What a rule lets traffic from or to. */
export const ruleSources = ["cidrIpv4", "cidrIpv6", "prefixListId", "referencedSecurityGroupId"];

const rule = {
  source:
    "https://github.com/hashicorp/terraform-provider-aws/blob/00a322094b4b9ade8a81b244345dbcf4b52ee8d6/internal/service/ec2/vpc_security_group_ingress_rule.go",
  required: ["ipProtocol", "securityGroupId"],
  limits: (inputs) => [
    ...exactlyOne(inputs, ruleSources),
    ...inRange(inputs, "fromPort", -1, 65535),
    ...inRange(inputs, "toPort", -1, 65535),
  ],
  replaces: [
    "region",
    "securityGroupId",
    { path: "cidrIpv4", when: "addedOrRemoved" },
    { path: "cidrIpv6", when: "addedOrRemoved" },
    { path: "prefixListId", when: "addedOrRemoved" },
    { path: "referencedSecurityGroupId", when: "addedOrRemoved" },
  ],
  deletesFirst: "never",
} satisfies Omit<ResourceFacts, "documentation">;

export const vpc = {
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": {
    documentation: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AuthorizeSecurityGroupEgress.html",
    ...rule,
  },
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": {
    documentation: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AuthorizeSecurityGroupIngress.html",
    ...rule,
  },
} satisfies ServiceFacts;
