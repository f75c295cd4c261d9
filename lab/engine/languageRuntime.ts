import { spawn, type ChildProcess } from "node:child_process";
import { createWriteStream } from "node:fs";
import { basename, dirname } from "node:path";
import { pathToFileURL } from "node:url";
import * as grpc from "@grpc/grpc-js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { LanguageRuntimeService } from "@pulumi/pulumi/proto/language_grpc_pb";
import { GetRequiredPluginsResponse, RunResponse, type RunRequest } from "@pulumi/pulumi/proto/language_pb";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";

/** The language host that the engine calls to run the program. */
export interface LanguageRuntime {
  readonly port: number;
  close(): void;
}

export interface ProgramLocation {
  /** Absolute path of the program's main file. */
  readonly main: string;
  /** Directory of Pulumi.yaml and the stack files. */
  readonly projectRoot: string;
  /** File that takes what the program itself prints. */
  readonly log: string;
  readonly env: NodeJS.ProcessEnv;
}

/** Exit code with which Pulumi's Node runner says: the user has been told, say no more. */
const exitedAfterMessage = 32;

/** Before the program and its SDKs. */
const preloads = ["./endWithLab", "./withoutStackTraces", "../../cli/plan/deferredModules", "./withoutDebugMessages"].map((preload) =>
  require.resolve(preload),
);

/**
 * Runs the unchanged program in a process of its own for every operation, as Pulumi's Node language host does
 * (there is no Go module of that host to build): https://github.com/pulumi/pulumi/tree/master/sdk/nodejs/cmd/pulumi-language-nodejs
 */
export async function serveLanguageRuntime(program: ProgramLocation): Promise<LanguageRuntime> {
  const server = new grpc.Server();
  const running = new Set<ChildProcess>();
  server.addService(LanguageRuntimeService, {
    getRequiredPlugins: (_call: unknown, callback: grpc.sendUnaryData<GetRequiredPluginsResponse>) =>
      callback(null, new GetRequiredPluginsResponse()),
    getPluginInfo: (_call: unknown, callback: grpc.sendUnaryData<PluginInfo>) => {
      const info = new PluginInfo();
      info.setVersion("1.0.0");
      callback(null, info);
    },
    cancel: (_call: unknown, callback: grpc.sendUnaryData<Empty>) => callback(null, new Empty()),
    run: (call: { readonly request: RunRequest }, callback: grpc.sendUnaryData<RunResponse>) => {
      const child = startProgram(program, call.request);
      running.add(child);
      child.once("error", (error) => callback(null, failed(`the program could not be started: ${error.message}`)));
      child.once("close", (code, signal) => {
        running.delete(child);
        callback(null, runResponse(code, signal));
      });
    },
  });
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) => (error ? reject(error) : resolve(bound))),
  );
  return {
    port,
    close: () => {
      for (const child of running) child.kill();
      server.forceShutdown();
    },
  };
}

function startProgram(program: ProgramLocation, request: RunRequest): ChildProcess {
  const args = [
    "--import",
    "tsx",
    ...preloads.flatMap((preload) => ["--import", pathToFileURL(preload).href]),
    require.resolve("@pulumi/pulumi/cmd/run/index.js"),
    `--monitor=${request.getMonitorAddress()}`,
    `--engine=${request.getArgsList()[0] ?? ""}`,
    `--project=${request.getProject()}`,
    `--stack=${request.getStack()}`,
    `--organization=${request.getOrganization()}`,
    `--root-directory=${program.projectRoot}`,
    `--parallel=${request.getParallel()}`,
    ...(request.getDryrun() ? ["--dry-run"] : []),
    `--pwd=${dirname(program.main)}`,
    basename(program.main),
  ];
  const config = Object.fromEntries(request.getConfigMap().toArray());
  const child = spawn(process.execPath, args, {
    cwd: dirname(program.main),
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    env: {
      ...program.env,
      PULUMI_CONFIG: JSON.stringify(config),
      PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
    },
  });
  const log = createWriteStream(program.log, { flags: "a" });
  child.stdout?.pipe(log, { end: false });
  child.stderr?.pipe(log, { end: false });
  child.once("close", () => log.end());
  return child;
}

function runResponse(code: number | null, signal: NodeJS.Signals | null): RunResponse {
  if (code === 0) return new RunResponse();
  if (code === exitedAfterMessage) {
    const response = new RunResponse();
    response.setBail(true);
    return response;
  }
  return failed(signal === null ? `the program ended with exit code ${code}` : `the program was ended by ${signal}`);
}

function failed(message: string): RunResponse {
  const response = new RunResponse();
  response.setError(message);
  return response;
}
