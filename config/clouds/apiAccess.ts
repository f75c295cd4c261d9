import { z } from "zod";
import { AllowedBlock } from "../values/cidr";
import { noRepeats, withRules } from "../file/rules";

const Blocks = withRules(
  z.array(AllowedBlock).min(1, { error: "names nobody; list the blocks of your offices and runners, or use apiAccess mode private" }),
  noRepeats,
);

const Private = z.strictObject({ mode: z.literal("private").describe("The API server has no public address.") });
const Restricted = z.strictObject({
  mode: z.literal("restricted").describe("The API server has a public address that answers the listed blocks only."),
  cidrs: Blocks.describe('IPv4 blocks that may connect, such as ["203.0.113.0/24"]: offices, VPN exits, CI runners. Never 0.0.0.0/0.'),
});
const IamDns = z.strictObject({
  mode: z
    .literal("iamDns")
    .describe(
      "GKE only: the API server has no address of its own. Its DNS name leads to Google's front end, which lets in whom IAM allows (container.clusters.connect).",
    ),
});

const apiAccessDescription = "Who may reach the clusters' API servers over the network. Required: open to everybody is not an option.";

export const ApiAccess = z
  .discriminatedUnion("mode", [Private, Restricted], { error: ({ input }) => describeForeignMode(input) })
  .meta({ id: "ApiAccess", description: apiAccessDescription });

/** @see https://docs.cloud.google.com/kubernetes-engine/docs/concepts/network-isolation */
export const GkeApiAccess = z
  .discriminatedUnion("mode", [Private, Restricted, IamDns])
  .meta({ id: "GkeApiAccess", description: apiAccessDescription });

/** Says of a mode that only GKE has where it belongs; any other is worded as usual. */
function describeForeignMode(input: unknown): string | undefined {
  const mode = typeof input === "object" && input !== null && "mode" in input ? input.mode : undefined;
  return mode === "iamDns" ? '"iamDns" is a way into GKE clusters only (clouds.gcp); write private, or restricted with cidrs' : undefined;
}
