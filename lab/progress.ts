import type { EngineEvent, StepEventMetadata } from "@pulumi/pulumi/automation";

/** One resource that an operation changes (or, in a preview, would change). */
export interface Change {
  readonly operation: string;
  readonly type: string;
  readonly name: string;
  /** Properties that differ, for updates and replacements. */
  readonly properties: readonly string[];
}

const marks: Readonly<Record<string, string>> = {
  create: "+",
  "create-replacement": "+-",
  update: "~",
  delete: "-",
  "delete-replaced": "-+",
  replace: "+-",
  refresh: "~",
};

/** Where a person sees what is going on. */
type Screen = Pick<NodeJS.WriteStream, "isTTY" | "columns"> & { write(text: string): boolean };

/**
 * Watches one operation and says what is going on: a line that rewrites itself on a terminal, a line every few seconds elsewhere.
 *
 * The engine tells once that a step begins. That one of a component ends it tells twice in a preview, and in an update once or never:
 * `OnResourceStepPost` and `OnResourceOutputs` in https://github.com/pulumi/pulumi/blob/v3.274.1/pkg/engine/update.go
 */
export class OperationProgress {
  readonly changes: Change[] = [];
  private readonly title: string;
  private readonly screen: Screen;
  private readonly started = Date.now();
  private readonly running = new Map<string, { readonly since: number; readonly name: string }>();
  private readonly refreshing = new Set<string>();
  private readonly timer: NodeJS.Timeout;
  private done = 0;

  constructor(title: string, screen: Screen = process.stderr) {
    this.title = title;
    this.screen = screen;
    this.timer = setInterval(() => this.show(), screen.isTTY ? 200 : 5_000);
    this.show();
  }

  receive(event: EngineEvent): void {
    if (event.resourcePreEvent !== undefined) this.begin(event.resourcePreEvent.metadata);
    if (event.resOutputsEvent !== undefined) this.complete(event.resOutputsEvent.metadata);
    if (event.resOpFailedEvent !== undefined) this.running.delete(event.resOpFailedEvent.metadata.urn);
  }

  /** Ends the display; returns the seconds it took. */
  finish(): number {
    clearInterval(this.timer);
    if (this.screen.isTTY) this.screen.write("\r\u001b[K");
    return (Date.now() - this.started) / 1000;
  }

  show(): void {
    const seconds = Math.round((Date.now() - this.started) / 1000);
    const oldest = [...this.running.values()].sort((a, b) => a.since - b.since);
    const waiting = oldest.slice(0, 3).map(({ name, since }) => `${name} ${Math.round((Date.now() - since) / 1000)} s`);
    const more = oldest.length > 3 ? ` and ${oldest.length - 3} more` : "";
    const text = `${this.title}: ${this.done} done, ${seconds} s${waiting.length > 0 ? `; running ${waiting.join(", ")}${more}` : ""}`;
    this.screen.write(this.screen.isTTY ? `\r\u001b[K${text.slice(0, (this.screen.columns ?? 80) - 1)}` : `${text}\n`);
  }

  private begin(step: StepEventMetadata): void {
    if (step.op === "same") return;
    this.running.set(step.urn, { since: Date.now(), name: nameOf(step.urn) });
    // What a refresh has found is known at its end, which is told once.
    if (step.op === "refresh") this.refreshing.add(step.urn);
    else {
      this.refreshing.delete(step.urn);
      this.note(step);
    }
  }

  private complete(step: StepEventMetadata): void {
    if (this.running.delete(step.urn) && changesSomething(step)) this.done += 1;
    if (this.refreshing.has(step.urn)) this.note(step);
  }

  private note(step: StepEventMetadata): void {
    if (!changesSomething(step)) return;
    this.changes.push({ operation: step.op, type: step.type, name: nameOf(step.urn), properties: Object.keys(step.detailedDiff ?? {}) });
  }
}

/** A read does not: it is how a traffic stack looks at its fleet. */
function changesSomething({ op, diffs = [] }: StepEventMetadata): boolean {
  return op !== "same" && op !== "read" && (op !== "refresh" || diffs.length > 0);
}

/** A line per change where they are few; counts by type where they are many. */
export function describeChanges(changes: readonly Change[], most = 40): readonly string[] {
  if (changes.length === 0) return ["  no changes"];
  if (changes.length <= most) {
    return changes.map(({ operation, type, name, properties }) => {
      const differing = properties.length > 0 ? `  [${properties.join(", ")}]` : "";
      return `  ${(marks[operation] ?? operation).padEnd(2)} ${type}  ${name}${differing}`;
    });
  }
  const counts = new Map<string, number>();
  for (const { operation, type } of changes) {
    const key = `${(marks[operation] ?? operation).padEnd(2)} ${type}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, count]) => `  ${key}  x ${count}`);
}

function nameOf(urn: string): string {
  return urn.slice(urn.lastIndexOf("::") + 2);
}
