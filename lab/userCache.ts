import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";

/** The user's own folder for what labs of all directories share. */
export function userCache(environment: NodeJS.ProcessEnv = process.env): string {
  const base = environment["XDG_CACHE_HOME"];
  // A relative path counts as unset: https://specifications.freedesktop.org/basedir-spec/latest/
  return join(base !== undefined && isAbsolute(base) ? base : join(homedir(), ".cache"), "gateway-fleet");
}
