import { isAbsolute } from "node:path";

/** The environment variable that names a pack and its checksum, as pip and npm do: `<absolute file or URL>#sha256=<hex>`. */
export const packVariable = "GATEWAY_FLEET_TOOLS";

/** Where a pack is, and which one it must be. */
export interface PackSource {
  /** Absolute path, or an http(s) URL that may have credentials in it. */
  readonly location: string;
  /** The location for messages, without credentials. */
  readonly shown: string;
  /** 64 hexadecimal digits, lower-case. */
  readonly sha256: string;
}

/**
 * @returns undefined where the variable is unset or empty
 * @throws Error that says how to write it
 */
export function packSource(environment: NodeJS.ProcessEnv): PackSource | undefined {
  const value = environment[packVariable] ?? "";
  if (value === "") return undefined;
  const [, location = value, sha256] = /^(.*)#sha256=([0-9a-f]{64})$/i.exec(value) ?? [];
  const shown = withoutCredentials(location);
  if (!isAbsolute(location) && !isUrl(location))
    throw new Error(`${packVariable}=${shown} is neither an absolute path nor an http(s) URL of a pack of tools`);
  if (sha256 === undefined)
    throw new Error(
      `${packVariable}=${shown} does not end in #sha256= and 64 hexadecimal digits: ` +
        "`npm run lab -- tools --pack` has printed them, and `sha256sum` of the file does, too",
    );
  return { location, shown, sha256: sha256.toLowerCase() };
}

const isUrl = (location: string): boolean => /^https?:/i.test(location) && URL.canParse(location);

function withoutCredentials(location: string): string {
  if (isAbsolute(location)) return location;
  if (!isUrl(location)) return location.replace(/^.*@/s, "").replace(/[?#].*$/s, "");
  // Queries have tokens.
  const { origin, pathname } = new URL(location);
  return `${origin}${pathname}`;
}
