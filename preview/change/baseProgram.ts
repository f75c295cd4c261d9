import { record } from "../record/record";

/**
 * Runs another version of the program in a process of its own, for each stack in turn, and prints what it registers as JSON:
 * `baseProgram.ts <program> <folder of its stack files> <project name> <stack>...`.
 */
async function main(): Promise<void> {
  const [program = "", rootDirectory = "", project = "", ...stacks] = process.argv.slice(2);
  // What the program logs is for people, and standard output is the recording alone.
  console.log = console.info = console.error;
  // The SDK takes a stack trace for every resource, which is half of the time, and nobody is shown one.
  Error.prepareStackTrace = () => "";
  const recordings: unknown[] = [];
  for (const stack of stacks) {
    const { resources } = await record(() => load(program), { stack, project, rootDirectory, preview: true });
    recordings.push({ stack, resources });
  }
  process.stdout.write(JSON.stringify(recordings));
}

/** Anew for each stack, as the engine does: an import would run once. */
function load(program: string): unknown {
  delete require.cache[program];
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would be read once
  return require(program) as unknown;
}

main().catch((error: unknown) => {
  process.stderr.write(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
