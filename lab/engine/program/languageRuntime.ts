import type { ChildProcess } from "node:child_process";
import { createWriteStream } from "node:fs";
import { basename, dirname } from "node:path";
import * as grpc from "@grpc/grpc-js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { LanguageRuntimeService } from "@pulumi/pulumi/proto/language_grpc_pb";
import { GetRequiredPluginsResponse, RunResponse, type RunRequest } from "@pulumi/pulumi/proto/language_pb";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { started, type ProgramStart } from "./programStart";
import type { Programs } from "./programs";

/** The language host that the engine calls to run the program. */
export interface LanguageRuntime {
  readonly port: number;
  close(): void;
}

export interface RuntimeOptions {
  readonly programs: Programs;
  /** Absolute path of the program's main file. */
  readonly main: string;
  /** Directory of Pulumi.yaml and the stack files. */
  readonly projectRoot: string;
  /** File that takes what the program itself prints. */
  readonly log: string;
}

/** Exit code with which Pulumi's Node runner says: the user has been told, say no more. */
const exitedAfterMessage = 32;

/**
 * Runs the unchanged program in a process of its own for every operation, as Pulumi's Node language host does
 * (there is no Go module of that host to build): https://github.com/pulumi/pulumi/tree/master/sdk/nodejs/cmd/pulumi-language-nodejs
 */
export async function serveLanguageRuntime(options: RuntimeOptions): Promise<LanguageRuntime> {
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
      const child = startProgram(options, call.request);
      running.add(child);
      let isStarted = false;
      child.once("message", (message) => (isStarted = message === started));
      child.once("error", (error) => callback(null, failed(`the program could not be started: ${error.message}`)));
      child.once("close", (code, signal) => {
        running.delete(child);
        // To the engine, a program that says nothing wants nothing: it would delete everything.
        callback(
          null,
          isStarted ? runResponse(code, signal) : failed(`the program's process ended before it was started; see ${options.log}`),
        );
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

function startProgram({ programs, main, projectRoot, log }: RuntimeOptions, request: RunRequest): ChildProcess {
  const child = programs.take();
  const output = createWriteStream(log, { flags: "a" });
  child.stdout?.pipe(output, { end: false });
  child.stderr?.pipe(output, { end: false });
  child.once("close", () => output.end());
  // Where it has ended already, its end tells more than this call's failure.
  child.send(startOf(request, main, projectRoot), () => undefined);
  return child;
}

function startOf(request: RunRequest, main: string, projectRoot: string): ProgramStart {
  const [engineAddress = ""] = request.getArgsList();
  const told = {
    project: request.getProject(),
    stack: request.getStack(),
    organization: request.getOrganization(),
    parallel: request.getParallel(),
    dryRun: request.getDryrun(),
    monitorAddress: request.getMonitorAddress(),
    engineAddress,
  };
  return {
    ...told,
    config: Object.fromEntries(request.getConfigMap().toArray()),
    secretKeys: request.getConfigsecretkeysList(),
    arguments: [
      `--monitor=${told.monitorAddress}`,
      `--engine=${told.engineAddress}`,
      `--project=${told.project}`,
      `--stack=${told.stack}`,
      `--organization=${told.organization}`,
      `--root-directory=${projectRoot}`,
      `--parallel=${told.parallel}`,
      ...(told.dryRun ? ["--dry-run"] : []),
      `--pwd=${dirname(main)}`,
      basename(main),
    ],
  };
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
