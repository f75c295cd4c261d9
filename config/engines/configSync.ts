import { z } from "zod";
import { type Rule, withRules } from "../file/rules";
import { Key } from "../values/names";

/** https://host/path, or ssh://user@host/path: no password, and nothing that git makes nothing of. */
const repository = /^(?:https:\/\/[^\s/@?#]+|ssh:\/\/(?:[^\s/@:?#]+@)?[^\s/@?#]+)\/[^\s?#]+$/;

const RepositoryUrl = z.string().regex(repository, { error: ({ input }) => describeNoRepository(String(input)) });

/** Without the value where a secret may be in it. */
function describeNoRepository(url: string): string {
  const withUser = /^https?:\/\/[^/\s]*@/i.test(url);
  if (withUser || /^[a-z+]+:\/\/[^/\s]*:[^/\s]*@/i.test(url))
    return `carries ${withUser ? "a user or a password" : "a password"}, which everybody who reads the file would have; write it without, and name credentials`;
  if (/^(https|ssh):\/\/\S*[?#]/i.test(url))
    return 'has a "?" or a "#" in it, of which git makes nothing and which often hides a token; write the repository\'s address alone, and name credentials';
  return `"${url}" is not a repository over an encrypted connection; write https://host/path, or ssh://git@host/path`;
}

/** https://git-scm.com/docs/git-check-ref-format */
function isBranch(name: string): boolean {
  return (
    !/[\s\p{Cc}~^:?*[\\]|\.\.|@\{|\/[./]|\.lock(?:\/|$)/u.test(name) && !/^[-./]|[./]$/.test(name) && name !== "@" && name.length <= 255
  );
}

const Branch = z
  .string()
  .min(1)
  .refine((name) => name === "" || isBranch(name), {
    error: ({ input }) => `"${String(input)}" is no branch's name, and git would refuse it; write it as git branch lists it, such as main`,
  });

/**
 * Flux asks no host over SSH without a key of its own and the host's.
 *
 * @see https://fluxcd.io/flux/components/source/gitrepositories/#ssh-authentication
 */
const keysAreNamed: Rule<{ readonly repository: string; readonly credentials?: string | undefined }> = (
  { repository: url, credentials },
  { sound, report },
) => {
  if (sound("repository") && sound("credentials") && url.startsWith("ssh:") && credentials === undefined)
    report(
      ["repository"],
      `"${url}" is reached over SSH, for which Flux needs a key (identity) and the host's (known_hosts); name the Secret that has them in credentials, or write https://`,
      ["credentials"],
    );
};

export const ConfigSync = withRules(
  z.strictObject({
    engine: z.literal("flux").describe("flux: Flux's source and kustomize controllers."),
    repository: RepositoryUrl.describe("Where the configuration is kept: https://... or ssh://..."),
    branch: Branch.default("main").describe("Branch that the clusters follow."),
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
      "Name of the Secret in namespace flux-system that lets Flux read the repository; over SSH there is always one. The program never sees it. Default: the repository is public.",
    ),
  }),
  keysAreNamed,
).meta({ id: "ConfigSync", description: "Configuration from a git repository: docs/operate/config-sync.md." });
export type ConfigSync = z.infer<typeof ConfigSync>;
