import Module, { createRequire } from "node:module";

const requireOfSdk = createRequire(require.resolve("@pulumi/pulumi"));

/**
 * What the SDK loads to serialise functions into resources: the TypeScript compiler and npm's dependency resolver, a quarter of a plan's
 * time. No program of ours serialises a function, so they load when something first reads from them; import this before the SDK.
 * Entries of the cache may be replaced: https://nodejs.org/docs/latest-v20.x/api/modules.html#requirecache
 */
for (const request of ["./typescript-shim.js", "@npmcli/arborist"]) defer(requireOfSdk.resolve(request));

function defer(path: string): void {
  if (path in requireOfSdk.cache) return;
  const placeholder = new Proxy(
    {},
    // The SDK copies, property by property, what does not say that it is a namespace.
    { get: (_, key): unknown => (key === "__esModule" ? true : Reflect.get(loaded(path, placeholder), key)) },
  );
  requireOfSdk.cache[path] = Object.assign(new Module(path), { filename: path, loaded: true, exports: placeholder });
}

/** The module itself, which takes its placeholder's place. */
function loaded(path: string, placeholder: object): object {
  if (requireOfSdk.cache[path]?.exports === placeholder) Reflect.deleteProperty(requireOfSdk.cache, path);
  return requireOfSdk(path) as object;
}
