export type Lane = "fast" | "stories";

export interface TestFile {
  /** Relative to the project, such as "test/plan/index.test.ts". */
  readonly file: string;
  readonly text: string;
}

/** Test files that one mocha process runs one after another. */
export interface Group {
  /** Such as "plan", "lab/clouds" or "lab/stories/prod". */
  readonly name: string;
  readonly lane: Lane;
  /** In order of their names. */
  readonly files: readonly string[];
  /** As many as it is expected to take. Says which group starts first, and nothing else. */
  readonly seconds: number;
  /** Runs while no other group does. */
  readonly alone: boolean;
}

/** Groups that measure time, which whatever runs beside them would spoil: the drill's. */
const solitary = new Set(["lab/stories/drill"]);

/** Seconds of the slowest files on two busy cores, for a machine without results. A figure that is out of date costs time and nothing else. */
const knownSeconds: Readonly<Record<string, number>> = {
  "test/facts/immutable.test.ts": 117,
  "test/index.test.ts": 50,
  "test/preview/change/base.test.ts": 36,
  "test/lab/clouds/program.test.ts": 34,
  "test/report/fuzz.test.ts": 60,
  "test/config/emptied.test.ts": 30,
  "test/config/properties.test.ts": 29,
  "test/cli/bench/classes.test.ts": 26,
  "test/lab/engine/engine.test.ts": 25,
  "test/lanes/main.test.ts": 22,
  "test/lab/stories/oneClusterPerCloud/changes.test.ts": 400,
  "test/lab/stories/oneClusterPerCloud/pools.test.ts": 200,
  "test/lab/stories/crash/upFromNothing.test.ts": 350,
  "test/lab/stories/crash/liveFleet.test.ts": 200,
  "test/lab/stories/prod/prod.test.ts": 250,
};
const charactersPerSecond = 4_000;

/**
 * A group is a folder, because every process takes seconds to load what its files share, such as the clouds' SDKs; of `lab`, which has
 * half of all tests, it is a folder below. A group of stories is a folder of theirs, which share a fleet, or a file of its own.
 * Whatever asks for the plans of all stacks, which take longer still, is with the policies, so that they are made once.
 *
 * @param lastSeconds what each file took in the last whole run
 */
export function groupsOf(files: readonly TestFile[], lastSeconds: ReadonlyMap<string, number>): readonly Group[] {
  const expected = ({ file, text }: TestFile): number => lastSeconds.get(file) ?? knownSeconds[file] ?? text.length / charactersPerSecond;
  return [...new Set(files.map(groupOf))].sort().map((name) => {
    const members = files.filter((file) => groupOf(file) === name);
    return {
      name,
      lane: name.startsWith("lab/stories/") ? "stories" : "fast",
      files: members.map(({ file }) => file).sort(),
      seconds: members.map(expected).reduce((sum, seconds) => sum + seconds, 0),
      alone: solitary.has(name),
    };
  });
}

function groupOf({ file, text }: TestFile): string {
  if (/^import .*\/plannedStacks";$/m.test(text)) return "policy";
  const [, ...path] = file.replace(/\.test\.ts$/, "").split("/");
  const depth = path[0] !== "lab" ? 1 : path[1] !== "stories" ? 2 : 3;
  return path.slice(0, depth).join("/");
}
