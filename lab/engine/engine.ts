import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import type { EngineEvent } from "@pulumi/pulumi/automation";
import { readJson, writeAtomically, type LabHome } from "../home";
import type { ProcessIdentity } from "../processes/identity";
import { argumentsOf, type Operation } from "./arguments";
import { EventLog, plainText } from "./events";
import { serveLanguageRuntime } from "./program/languageRuntime";
import type { Programs } from "./program/programs";
import { answerOf, type Pulumi, runToItsEnd } from "./pulumi";
import { readState, type StateDeployment } from "./state";
import { changesNothing, type UpdatePlan } from "./unchanged";
import { prepareWorkspace, type Project } from "./workspace";

export interface OperationResult {
  readonly succeeded: boolean;
  /** The engine's own words on what went wrong, one per diagnostic. */
  readonly errors: readonly string[];
  readonly warnings: readonly Warning[];
}

/** What the engine or a provider wants the user to know although the operation goes on. */
export interface Warning {
  /** Of the resource that it is about; empty where it is about none. */
  readonly urn: string;
  readonly message: string;
}

export interface EngineOptions {
  readonly home: LabHome;
  readonly project: Project;
  readonly stack: string;
  /** Absolute path of pulumi. */
  readonly binary: string;
  readonly programs: Programs;
  readonly env: NodeJS.ProcessEnv;
}

/** The real Pulumi engine on one stack of the lab. */
export class Engine {
  readonly stack: string;
  private readonly home: LabHome;
  private readonly project: Project;
  private readonly programs: Programs;
  private readonly pulumi: Pulumi;

  constructor(options: EngineOptions) {
    this.stack = options.stack;
    this.home = options.home;
    this.project = options.project;
    this.programs = options.programs;
    const directory = prepareWorkspace(options.home, options.project, options.stack);
    this.pulumi = { binary: options.binary, directory, env: options.env };
    for (const folder of [options.home.backend, join(options.home.engine, "pulumi"), options.home.logs])
      mkdirSync(folder, { recursive: true });
  }

  /** Whether the stack has ever been made. */
  exists(): boolean {
    return existsSync(this.stateFile());
  }

  async init(): Promise<void> {
    if (!this.exists()) await this.command(["stack", "init", `organization/${this.project.name}/${this.stack}`]);
  }

  /** Runs one operation; `signal` asks the engine to finish what is under way and stop. */
  async run(operation: Operation, options: RunOptions): Promise<OperationResult> {
    const log = join(this.home.logs, `${this.stack}-${operation}.log`);
    const eventLog = join(this.home.engine, `${this.stack}-${operation}.events.jsonl`);
    rmSync(eventLog, { force: true });
    appendFileSync(log, `--- ${operation} ${this.stack}\n`);
    const runtime = await serveLanguageRuntime({ programs: this.programs, main: this.project.main, projectRoot: this.project.root, log });
    const errors: string[] = [];
    const warnings: Warning[] = [];
    const events = new EventLog(eventLog, (event) => {
      const diagnostic = event.diagnosticEvent;
      if (diagnostic?.severity === "error") errors.push(plainText(diagnostic.message));
      if (diagnostic?.severity === "warning") warnings.push({ urn: diagnostic.urn ?? "", message: plainText(diagnostic.message) });
      options.onEvent?.(event);
    });
    // A preview that is cut off leaves nothing to recover, and must not hide an update that was.
    const isRecorded = operation !== "preview";
    try {
      const code = await runToItsEnd(
        this.pulumi,
        argumentsOf(operation, this.stack, { port: runtime.port, eventLog, savePlan: options.savePlan }),
        {
          log,
          signal: options.signal,
          env: {
            // A preview would write out the whole state after every step only to throw it away. https://github.com/pulumi/pulumi/issues/10668
            ...(!isRecorded || options.keepOnlyTheEnd === true ? { PULUMI_SKIP_CHECKPOINTS: "true" } : {}),
            // https://www.pulumi.com/docs/iac/concepts/update-plans/
            ...(options.savePlan === undefined ? {} : { PULUMI_EXPERIMENTAL: "true" }),
          },
          begun: (identity) => {
            if (isRecorded && identity !== undefined) writeAtomically(this.processFile(), JSON.stringify(identity));
          },
        },
      );
      // One that was killed has not written its end: recovery has to know of it.
      if (isRecorded && code !== null) this.forgetLastProcess();
      events.end();
      if (operation === "up" && code === 0) writeAtomically(this.survivedFile(), JSON.stringify(warnings));
      if (code !== 0 && errors.length === 0) errors.push(lastLines(log, 12));
      return { succeeded: code === 0, errors, warnings };
    } finally {
      events.end();
      runtime.close();
    }
  }

  /** As the last operation left it; empty where there was none. */
  state(): StateDeployment {
    return readState(this.stateFile()) ?? { version: 3, deployment: {} };
  }

  /** Previews, as `run` does, and says whether an update would leave the stack exactly as it is; see {@link changesNothing}. */
  async previewForUpdate(options: RunOptions): Promise<OperationResult & { readonly isNeeded: boolean }> {
    if ((this.state().deployment.resources ?? []).length === 0) return { ...(await this.run("preview", options)), isNeeded: true };
    const savePlan = join(this.home.engine, `${this.stack}.plan.json`);
    rmSync(savePlan, { force: true });
    const result = await this.run("preview", { ...options, savePlan });
    const plan = readJson<UpdatePlan>(savePlan);
    rmSync(savePlan, { force: true });
    return { ...result, isNeeded: plan === undefined || !changesNothing(plan, this.state()) || this.mayRefuse(result.warnings) };
  }

  async importState(state: StateDeployment): Promise<void> {
    const file = join(this.home.engine, `${this.stack}.import.json`);
    writeAtomically(file, JSON.stringify(state));
    await this.command(["stack", "import", "--stack", this.stack, "--file", file]);
    rmSync(file);
  }

  async unprotectAll(): Promise<void> {
    await this.command(["state", "unprotect", "--all", "--yes", "--stack", this.stack]);
  }

  async releaseLock(): Promise<void> {
    await this.command(["cancel", "--yes", "--stack", this.stack]);
  }

  /** The engine of an operation that a lab started and did not see the end of; undefined where there is none. */
  lastProcess(): ProcessIdentity | undefined {
    return readJson<ProcessIdentity>(this.processFile());
  }

  forgetLastProcess(): void {
    rmSync(this.processFile(), { force: true });
  }

  /** Whether an operation holds the stack, or one that crashed never let go of it. */
  isLocked(): boolean {
    const locks = join(this.home.backend, ".pulumi", "locks", "organization", this.project.name, this.stack);
    return existsSync(locks) && readdirSync(locks).length > 0;
  }

  /** What a preview warns of, an update may refuse; unless the last one went on with the same warning. */
  private mayRefuse(warnings: readonly Warning[]): boolean {
    const survived = readJson<readonly Warning[]>(this.survivedFile()) ?? [];
    return warnings.some((warning) => !survived.some((other) => isDeepStrictEqual(warning, other)));
  }

  private command(args: readonly string[]): Promise<string> {
    return answerOf(this.pulumi, args);
  }

  private stateFile(): string {
    return join(this.home.backend, ".pulumi", "stacks", this.project.name, `${this.stack}.json`);
  }

  /** The warnings of the last update that succeeded. */
  private survivedFile(): string {
    return join(this.home.engine, `${this.stack}.survived.json`);
  }

  private processFile(): string {
    return join(this.home.engine, `${this.stack}.process.json`);
  }
}

export interface RunOptions {
  readonly onEvent?: (event: EngineEvent) => void;
  readonly signal?: AbortSignal;
  /** See {@link mayKeepOnlyTheEnd}. @default false */
  readonly keepOnlyTheEnd?: boolean;
  /** File that a preview writes its plan to. @default none */
  readonly savePlan?: string;
}

function lastLines(path: string, count: number): string {
  return existsSync(path) ? readFileSync(path, "utf8").trimEnd().split("\n").slice(-count).join("\n") : "";
}
