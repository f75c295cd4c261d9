import type { ServiceFacts } from "../resource";
import { healthCheckLimits, isEndpoint } from "./rules/healthCheck";
import { recordLimits, withoutDot } from "./rules/record";
import { shorterThan } from "../rules/limits";
import { text } from "../properties/select";

export const route53 = {
  "aws:route53/healthCheck:HealthCheck": {
    documentation: "https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html",
    source:
      "https://github.com/hashicorp/terraform-provider-aws/blob/01606926a0c0ab9174aec440f976a48b0baee722/internal/service/route53/health_check.go",
    required: ["type"],
    defaults: (inputs) =>
      isEndpoint(text(inputs, "type"))
        ? { requestInterval: inputs["requestInterval"] ?? 30, failureThreshold: inputs["failureThreshold"] ?? 3 }
        : {},
    limits: healthCheckLimits,
    sets: ["regions", "childHealthchecks"],
    replaces: ["measureLatency", "referenceName", "requestInterval", "routingControlArn", "type"],
    deletesFirst: "never",
  },
  "aws:route53/record:Record": {
    documentation: "https://docs.aws.amazon.com/Route53/latest/APIReference/API_ResourceRecordSet.html",
    source:
      "https://github.com/hashicorp/terraform-provider-aws/blob/00655c1681ea1e49ab10cd32d3f8bee372b2095b/internal/service/route53/record.go",
    required: ["name", "type", "zoneId"],
    limits: recordLimits,
    sets: ["records"],
    canonical: (inputs) => (text(inputs, "name") === "" ? inputs : { ...inputs, name: withoutDot(text(inputs, "name")) }),
    replaces: ["name", "zoneId"],
    deletesFirst: "never",
  },
  "aws:route53/zone:Zone": {
    documentation: "https://docs.aws.amazon.com/Route53/latest/APIReference/API_CreateHostedZone.html",
    source:
      "https://github.com/hashicorp/terraform-provider-aws/blob/036631a1dee59efb6d1986c0a19b373402bda29f/internal/service/route53/zone.go",
    name: { property: "name", max: 1024, auto: "random" },
    defaults: (inputs) => ({ comment: inputs["comment"] ?? "Managed by Pulumi", forceDestroy: inputs["forceDestroy"] ?? false }),
    limits: (inputs) => shorterThan(inputs, "comment", 256),
    canonical: (inputs) => ({ ...inputs, name: withoutDot(text(inputs, "name")) }),
    replaces: ["delegationSetId", "name"],
    deletesFirst: { ifKept: "name" },
  },
} satisfies ServiceFacts;
