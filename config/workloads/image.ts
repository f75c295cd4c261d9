import { z } from "zod";
import { noRepeats, withRules } from "../file/rules";

/** @see https://github.com/distribution/reference/blob/main/regexp.go */
const path = "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*";
const hostPart = "(?:[A-Za-z0-9]|[A-Za-z0-9][A-Za-z0-9-]*[A-Za-z0-9])";
const registry = `(?:${hostPart}(?:\\.${hostPart})*|\\[[A-Fa-f0-9:]+\\])(?::(\\d{1,5}))?`;
const reference = new RegExp(
  `^((?:${registry}/)?${path}(?:/${path})*)(?::([A-Za-z0-9_][A-Za-z0-9._-]{0,127}))?(?:@(sha256:[0-9a-f]{64}))?$`,
);

/** Registry and repository together: https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pulling-manifests */
const longestName = 255;
/** Name, tag and digest, each with what separates it; what is longer is not looked at. */
const longest = longestName + 1 + 128 + 1 + 71;
const lastPort = 65_535;

/** What an image is built for: a node of another architecture fails to start it. */
export const Architectures = withRules(
  z
    .array(z.enum(["amd64", "arm64"]))
    .min(1, { error: "names no architecture; write [amd64], [arm64], or both for a multi-architecture image" }),
  noRepeats,
).describe(
  "Processor architectures that the image is built for: replicas run on nodes of these only. In an override the list replaces the whole list.",
);

/** A container image that means the same tomorrow. */
export const Image = z
  .string()
  .superRefine((image, issues) => {
    const message = describeNoImage(image);
    if (message !== undefined) issues.addIssue(message);
  })
  .describe("Image with a tag (never latest) or a digest, such as ghcr.io/example/api:1.8.2.");

function describeNoImage(image: string): string | undefined {
  const match = image.length > longest ? null : reference.exec(image);
  if (match === null) return `"${image}" is not an image; write registry/repository:tag in lowercase, such as ghcr.io/example/api:1.8.2`;
  const [, name = "", port, tag, digest] = match;
  if (name.length > longestName)
    return `"${image}" has a name of ${name.length} characters, at most ${longestName} are taken by registries; shorten it`;
  if (port !== undefined && (Number(port) < 1 || Number(port) > lastPort))
    return `"${image}" names the port ${port}, and ports go from 1 to ${lastPort}; write the registry's port, or none`;
  if (digest !== undefined) return undefined;
  if (tag === undefined) return `"${image}" has no tag and would mean latest; add one, such as ${image}:1.8.2, or a digest`;
  if (tag === "latest")
    return `"${image}" means another image after every push, so a rollback would change nothing; name a version or a digest`;
  return undefined;
}
