import { z } from "zod";
import { FleetConfig, type StackConfig, TrafficConfig } from "../index";
import { type Finding, parse } from "./messages";
import { ConfigError, parsePath, presentable, type Problem } from "./problems";
import { below, withRules } from "./rules";
import { describeNoFleet, frontsOf, isFleetSection, isTraffic } from "./fronts";
import { describeStacks, fileName, hasStackFile, listStacks } from "./project";
import { readStackFile, type StackFile } from "./stackFile";
import { checkTraffic, type TwoStacks } from "../traffic/rules";

export { ConfigError } from "./problems";
export { listStacks, stackFile } from "./project";

/** @throws ConfigError that names the stacks to choose from, where none was chosen */
export function chosenStack(projectRoot: string, stack: string | undefined): string {
  if (stack !== undefined) return stack;
  throw new ConfigError([{ file: "<stack>", path: "", message: `is missing; name one: ${describeStacks(projectRoot)}` }]);
}

/**
 * What a stack's files say: its own, and with it the fleet file that a traffic stack names, or the traffic file that names a fleet stack.
 *
 * @param projectRoot folder of Pulumi.yaml
 * @param stack bare name, such as "prod" for Pulumi.prod.yaml
 * @throws ConfigError with every problem of both files, in the files' order
 */
export function loadStack(projectRoot: string, stack: string): StackConfig {
  const own = readStackFile(projectRoot, stack);
  if (own.sections === undefined) throw new ConfigError(own.problems);
  return isTraffic(own) ? loadTraffic(projectRoot, own) : loadFleet(projectRoot, own);
}

/** Adds lines to problems that were found later, in the plan, and puts them into their files' order, ready to be shown. */
export function withLines(projectRoot: string, problems: readonly Problem[]): readonly Problem[] {
  return inFiles(projectRoot, problems).map(presentable);
}

function inFiles(projectRoot: string, problems: readonly Problem[]): readonly Problem[] {
  return [...new Set(problems.map(({ file }) => file))].flatMap((file) => {
    const inFile = problems.filter((problem) => problem.file === file);
    const later = inFile.filter(({ line }) => line === undefined);
    const stack = listStacks(projectRoot).find((name) => fileName(name) === file);
    if (stack === undefined || later.length === 0) return inFile;
    const located = readStackFile(projectRoot, stack).locate(later.map(({ path, message }) => ({ path: parsePath(path), message })));
    return byLine([...inFile.filter(({ line }) => line !== undefined), ...located]);
  });
}

function byLine(problems: readonly Problem[]): readonly Problem[] {
  return [...problems].sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
}

function loadFleet(projectRoot: string, own: StackFile): StackConfig {
  const { named, unclear } = frontsOf(projectRoot, own.stack, [own]);
  const [traffic, ...others] = named;
  if (traffic === undefined) {
    const parsed = parse(FleetConfig, own.sections);
    if (parsed.ok && own.problems.length + unclear.length === 0) return { kind: "fleet", stack: own.stack, fleet: parsed.data };
    throw new ConfigError([...inOrder(own, parsed.ok ? [] : parsed.findings), ...unclear]);
  }
  const both = parseBoth({ fleet: own, traffic }, own, findSharedOwnership(own, traffic, others), unclear);
  return { kind: "fleet", stack: own.stack, fleet: both.fleet, traffic: { stack: traffic.stack, config: both.traffic } };
}

function loadTraffic(projectRoot: string, own: StackFile): StackConfig {
  const fleet = own.namedFleet === undefined ? undefined : readStackFile(projectRoot, own.namedFleet);
  if (fleet === undefined || !hasStackFile(projectRoot, fleet.stack) || isTraffic(fleet))
    throw new ConfigError(inOrder(own, findWithoutFleet(projectRoot, own, fleet)));

  const { named, unclear } = frontsOf(projectRoot, fleet.stack, [fleet, own]);
  const both = parseBoth({ fleet, traffic: own }, own, findSharedOwnership(fleet, own, named), unclear);
  return { kind: "traffic", stack: own.stack, fleetStack: fleet.stack, fleet: both.fleet, traffic: both.traffic };
}

/** A fleet and the traffic in front of it. */
interface Pair<Fleet, Traffic> {
  readonly fleet: Fleet;
  readonly traffic: Traffic;
}

/** Parses both files as far as each can be read. Problems of the stack that was asked for come first. */
function parseBoth(
  files: Pair<StackFile, StackFile>,
  asked: StackFile,
  shared: Pair<readonly Finding[], readonly Finding[]>,
  unclear: readonly Problem[],
): Pair<FleetConfig, TrafficConfig> {
  const traffic = withoutFleetSections(files.traffic);
  const parsed = parse(bothFiles({ fleet: files.fleet.stack, traffic: files.traffic.stack }), {
    fleet: files.fleet.sections,
    traffic: traffic.sections,
  });
  const found = (key: keyof typeof files) =>
    parsed.ok || files[key].sections === undefined
      ? []
      : parsed.findings.filter(({ path }) => path[0] === key).map(({ path, message }) => ({ path: path.slice(1), message }));

  const problems = {
    fleet: inOrder(files.fleet, [...shared.fleet, ...found("fleet")]),
    traffic: inOrder(files.traffic, [...shared.traffic, ...traffic.misplaced, ...found("traffic")]),
  };
  const inBoth = asked === files.fleet ? [...problems.fleet, ...problems.traffic] : [...problems.traffic, ...problems.fleet];
  const all = [...inBoth, ...unclear];
  if (parsed.ok && all.length === 0) return parsed.data;
  throw new ConfigError(all);
}

function bothFiles(stacks: TwoStacks) {
  return withRules(z.strictObject({ fleet: FleetConfig, traffic: TrafficConfig }), ({ fleet, traffic }, scope) => {
    if (scope.readable("fleet") && scope.readable("traffic", "traffic"))
      checkTraffic(traffic.traffic, fleet, { traffic: below(scope, "traffic", "traffic"), fleet: below(scope, "fleet") }, stacks);
  });
}

/** A file's own problems and the findings about its sections, by line. What the file says about a place goes before what a schema does. */
function inOrder(file: StackFile, findings: readonly Finding[]): readonly Problem[] {
  const said = new Set(file.problems.map(({ path }) => path));
  const located = file.locate(findings).filter(({ path }) => path === "" || !said.has(path));
  return byLine([...file.problems, ...located]);
}

function withoutFleetSections({ sections, namedFleet }: StackFile): {
  readonly sections: StackFile["sections"];
  readonly misplaced: readonly Finding[];
} {
  if (sections === undefined) return { sections, misplaced: [] };
  const home = namedFleet === undefined ? "the fleet stack's file" : fileName(namedFleet);
  return {
    sections: Object.fromEntries(Object.entries(sections).filter(([section]) => !isFleetSection(section))),
    misplaced: Object.keys(sections)
      .filter((section) => isFleetSection(section))
      .map((section) => ({
        path: [section],
        message: `belongs in ${home}: a stack with gateway-fleet:fleet owns DNS and nothing else; move it, or remove fleet to have both in one stack`,
      })),
  };
}

/** A host's records have one owner. */
function findSharedOwnership(
  fleet: StackFile,
  traffic: StackFile,
  others: readonly StackFile[],
): Pair<readonly Finding[], readonly Finding[]> {
  const both = `${fleet.file} has a traffic section of its own and ${traffic.file} names it: two stacks would own the records; remove one of the two`;
  const several = `"${fleet.stack}" is also named by ${others.map(({ file }) => file).join(", ")}; a fleet has one traffic stack, remove the others`;
  return {
    fleet: Object.hasOwn(fleet.sections ?? {}, "traffic") ? [{ path: ["traffic"], message: both }] : [],
    traffic: others.length === 0 ? [] : [{ path: ["fleet", "stack"], message: several }],
  };
}

function findWithoutFleet(projectRoot: string, own: StackFile, fleet: StackFile | undefined): readonly Finding[] {
  const { sections, misplaced } = withoutFleetSections(own);
  const parsed = parse(TrafficConfig, sections);
  const findings = [...misplaced, ...(parsed.ok ? [] : parsed.findings)];
  if (fleet === undefined || findings.some((finding) => finding.path[0] === "fleet")) return findings;
  return [...findings, describeNoFleet(projectRoot, fleet.stack)];
}
