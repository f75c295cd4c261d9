/**
 * Preloaded into the program. The SDK asks for the whole stack at every resource, whatever limit Node was started with, and the engine
 * keeps it in the state: a quarter of it, for which nobody looks into a lab. A limit that is no plain number makes V8 collect none.
 *
 * @see https://v8.dev/docs/stack-trace-api
 */
Object.defineProperty(Error, "stackTraceLimit", { get: () => 0, set: () => undefined });
