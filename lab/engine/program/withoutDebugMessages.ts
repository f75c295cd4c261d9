import { createRequire } from "node:module";

/**
 * Preloaded into the program. The SDK sends the engine several messages for each resource that only `pulumi --debug` shows, and waits for
 * each to arrive before it sends the next: seconds at the end of every evaluation, in which nothing else happens.
 */
Object.assign(createRequire(__filename)("@pulumi/pulumi/log") as object, { debug: () => Promise.resolve() });
