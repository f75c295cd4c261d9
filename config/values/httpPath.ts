import { z } from "zod";

/**
 * Path and query of a request, as RFC 3986 spells them: what a client keeps (a fragment) or would have to escape never arrives as it is written,
 * and what begins with "//" is a host.
 *
 * @see https://www.rfc-editor.org/rfc/rfc3986#section-3.3
 */
const spelling = /^\/(?!\/)(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/?]|%[0-9A-Fa-f]{2})*$/;

/** @param longest in characters */
export function httpPath(longest: number) {
  return z
    .string()
    .max(longest)
    .regex(spelling, { error: ({ input }) => describeNoPath(String(input)) });
}

function describeNoPath(path: string): string {
  if (/^\/[^#\s]*#/.test(path)) return `"${path}" has a fragment, which no client sends; remove what begins with "#"`;
  if (path.startsWith("//")) return `"${path}" begins with a host's name; begin it with one "/", such as /healthz`;
  return `"${path}" is not a path; begin it with "/", such as /healthz, and write spaces and what is not ASCII as %20`;
}

/** The path alone, as a server finds it. */
export function withoutQuery(path: string): string {
  return path.split("?", 1)[0] ?? path;
}
