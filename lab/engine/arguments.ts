export type Operation = "preview" | "up" | "refresh" | "destroy";

/** Of the engine's command line, for an operation on a stack. */
export function argumentsOf(
  operation: Operation,
  stack: string,
  { port, eventLog, savePlan }: { readonly port: number; readonly eventLog: string; readonly savePlan: string | undefined },
): readonly string[] {
  return [
    operation,
    "--stack",
    stack,
    "--non-interactive",
    "--color=never",
    "--parallel=256",
    // A preview is a run of its own, with an event log of its own: an update empties the log that its preview has just filled.
    ...(operation === "preview" ? [] : ["--yes", "--skip-preview"]),
    // A cluster that cannot be reached must not hold up the others: without it, what they get done is a race.
    ...(operation === "up" ? ["--continue-on-error"] : []),
    `--client=127.0.0.1:${port}`,
    "--exec-kind=auto.inline",
    "--event-log",
    eventLog,
    ...(savePlan === undefined ? [] : ["--save-plan", savePlan]),
  ];
}
