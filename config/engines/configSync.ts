import { z } from "zod";
import { Key } from "../values/names";

const encrypted = /^(https|ssh):\/\/[^\s/]+\/\S+$/;

const RepositoryUrl = z
  .string()
  .regex(encrypted, {
    error: ({ input }) =>
      `"${String(input)}" is not a repository over an encrypted connection; write https://host/path, or ssh://git@host/path`,
  })
  .refine((url) => !/^https:\/\/[^/]*@/.test(url), {
    // Not the value: a password may be in it.
    error: "carries a user or a password, which everybody who reads the file would have; write it without, and name credentials",
  });

export const ConfigSync = z
  .strictObject({
    engine: z.literal("flux").describe("flux: Flux's source and kustomize controllers."),
    repository: RepositoryUrl.describe("Where the configuration is kept: https://... or ssh://..."),
    branch: z.string().min(1).default("main").describe("Branch that the clusters follow."),
    path: z
      .string()
      .regex(/^[A-Za-z0-9_-][A-Za-z0-9._-]*(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$/, {
        error: ({ input }) => `"${String(input)}" is not a folder of the repository; write it without "/" at either end, such as clusters`,
      })
      .default("clusters")
      .describe("Folder of the repository that holds a folder for every cluster, called like the cluster."),
    intervalMinutes: z
      .int()
      .min(1)
      .max(60)
      .default(5)
      .describe("Minutes between two looks at the repository, and between two corrections of what somebody changed by hand, 1 to 60."),
    credentials: Key.optional().describe(
      "Name of the Secret in namespace flux-system that lets Flux read the repository. The program never sees it. Default: the repository is public.",
    ),
  })
  .meta({ id: "ConfigSync", description: "Configuration from a git repository: docs/operate/config-sync.md." });
export type ConfigSync = z.infer<typeof ConfigSync>;
