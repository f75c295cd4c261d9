import { z } from "zod";
import { isUnrouted, prefixLength, SourceBlock } from "../values/cidr";
import { noRepeats, type Rule, withRules } from "../file/rules";

/** Smallest prefix length that still names somebody's addresses and not a good part of the internet. */
const widestSource = 8;

const Source = SourceBlock.refine((block) => !z.cidrv4().safeParse(block).success || prefixLength(block) >= widestSource, {
  error: ({ input }) =>
    `"${String(input)}" is wider than a /${widestSource} and lets everybody knock at the gateways; list what the other clusters come from: their blocks, or where they leave their networks`,
});

/** What carries no workload to another cluster in this fleet, and why. */
export const noAdmiralty =
  "Admiralty has had no release since November 2024 and was tested up to Kubernetes 1.31, below what these clusters run; platform.mesh with crossCluster reaches the workloads of the other clusters: docs/decisions/service-mesh.md";

/** What arrives at an address of the internet comes from one. */
const sourcesCanArrive: Rule<{ readonly exposure: "internal" | "public"; readonly allowedCidrs: readonly string[] }> = (
  { exposure, allowedCidrs },
  { sound, readable, report },
) => {
  if (!sound("exposure") || exposure === "internal" || !readable("allowedCidrs")) return;
  allowedCidrs.forEach((block, index) => {
    if (sound("allowedCidrs", index) && isUnrouted(block))
      report(
        ["allowedCidrs", index],
        `"${block}" is private, and with exposure public requests come over the internet; list the addresses that the clusters' nodes leave their networks with, or write exposure: internal`,
        ["exposure"],
      );
  });
};

const CrossCluster = withRules(
  z.strictObject({
    exposure: z
      .enum(["internal", "public"])
      .default("internal")
      .describe(
        "Where each cluster's east-west gateway answers. internal: at an address of the cluster's own network, for clusters whose networks are connected. public: at an address of the internet, for allowedCidrs alone.",
      ),
    allowedCidrs: withRules(
      z.array(Source).min(1, { error: "holds no block, so no cluster could reach another; list one" }),
      noRepeats,
    ).describe(
      "IPv4 blocks that the clusters' requests come from, none wider than a /8: the only ones that a gateway's load balancer lets in.",
    ),
  }),
  sourcesCanArrive,
).meta({ id: "CrossCluster", description: "Workloads of one cluster reach those of the others, over mutual TLS." });

export const Mesh = z
  .strictObject({
    engine: z
      .literal("istio", {
        error: ({ input }) => (input === "admiralty" ? noAdmiralty : undefined),
      })
      .describe("istio: Istio with a sidecar in every workload's pod."),
    // https://github.com/spiffe/spiffe/blob/main/standards/SPIFFE-ID.md#21-trust-domain
    trustDomain: z
      .string()
      .regex(/^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/, {
        error: ({ input }) => `"${String(input)}" is not a trust domain; write it like a DNS name in lowercase, such as cluster.local`,
      })
      .default("cluster.local")
      .describe("What every workload's identity begins with, the same in all clusters. Another one is another identity for everybody."),
    crossCluster: CrossCluster.optional().describe(
      "Lets a cluster's workloads use those of the others while their own have no ready pod. Needs the Secret cacerts in every cluster: docs/operate/mesh.md. Default: each cluster's mesh is its own.",
    ),
  })
  .meta({ id: "Mesh", description: "Mutual TLS between all workloads: docs/operate/mesh.md." });
export type Mesh = z.infer<typeof Mesh>;
