import { describeUnknown, type Finding, parse } from "./messages";
import type { Problem } from "./problems";
import { describeNoStack, hasStackFile, listStacks } from "./project";
import { readStackFile, type StackFile } from "./stackFile";
import { FleetConfig, TrafficConfig } from "../index";

/** What the project's other files are to a fleet. */
export interface Fronts {
  /** Traffic stacks that name it, those that are broken included. */
  readonly named: readonly StackFile[];
  /** What keeps a file from saying whether it is one of them. */
  readonly unclear: readonly Problem[];
}

/**
 * Looks for traffic stacks in front of a fleet. A file that cannot be understood may be one: to pass over it would take the guard away that
 * keeps served clusters.
 *
 * @param asked files that are asked about, and have been read
 */
export function frontsOf(projectRoot: string, fleet: string, asked: readonly StackFile[]): Fronts {
  const others = listStacks(projectRoot)
    .filter((name) => asked.every(({ stack }) => stack !== name))
    .map((name) => readStackFile(projectRoot, name));
  const owners = [...asked, ...others].filter((file) => !isTraffic(file)).map(({ stack }) => stack);
  return {
    named: others.filter(({ namedFleet }) => namedFleet === fleet),
    unclear: others
      .filter((file) => file.namedFleet !== fleet && !isElsewhere(file, owners))
      .flatMap((file) =>
        whyUnclear(projectRoot, file).map((problem) => ({
          ...problem,
          message: `${problem.message} (until then nobody knows whether it serves ${fleet})`,
        })),
      ),
  };
}

const fleetSections = Object.keys(FleetConfig.shape).filter((section) => section !== "traffic");
const trafficSections = Object.keys(TrafficConfig.shape);

/** A stack that names a fleet, or speaks of traffic alone, owns DNS and nothing else. */
export function isTraffic({ sections = {} }: Pick<StackFile, "sections">): boolean {
  return (
    Object.hasOwn(sections, "fleet") ||
    (Object.hasOwn(sections, "traffic") && !fleetSections.some((section) => Object.hasOwn(sections, section)))
  );
}

export function isFleetSection(section: string): boolean {
  return fleetSections.includes(section);
}

/** Whether it is a fleet's own file, or in front of another fleet. */
function isElsewhere({ namedFleet, glimpsed }: StackFile, owners: readonly string[]): boolean {
  if (namedFleet !== undefined) return owners.includes(namedFleet);
  return !glimpsed.includes("fleet") && glimpsed.some(isFleetSection);
}

function whyUnclear(projectRoot: string, file: StackFile): readonly Problem[] {
  if (file.sections === undefined) return file.problems;
  const findings = findingsAboutFleet(projectRoot, file.sections, file.namedFleet);
  const problems = [...file.problems, ...file.locate(findings)];
  return problems.length > 0
    ? problems
    : [{ file: file.file, path: "", message: "has no section of a fleet and names none; write fleet: { stack: ... }, or remove the file" }];
}

function findingsAboutFleet(
  projectRoot: string,
  sections: Readonly<Record<string, unknown>>,
  namedFleet: string | undefined,
): readonly Finding[] {
  const known = [...fleetSections, ...trafficSections];
  const strangers = Object.keys(sections)
    .filter((section) => !known.includes(section))
    .map((section) => ({ path: [section], message: describeUnknown(section, known) }));
  const about = strangers.length > 0 && !Object.hasOwn(sections, "fleet") ? [] : findReference(projectRoot, sections, namedFleet);
  return [...strangers, ...about];
}

/** What is wrong with the name of the fleet alone: the rest of the file is looked at when its fleet is known. */
function findReference(
  projectRoot: string,
  sections: Readonly<Record<string, unknown>>,
  namedFleet: string | undefined,
): readonly Finding[] {
  if (!isTraffic({ sections })) return [];
  const parsed = parse(TrafficConfig, sections);
  const wrong = parsed.ok ? [] : parsed.findings.filter(({ path }) => path[0] === "fleet");
  return wrong.length > 0 || namedFleet === undefined ? wrong : [describeNoFleet(projectRoot, namedFleet)];
}

/** Says of a name that is no fleet's what it is. */
export function describeNoFleet(projectRoot: string, named: string): Finding {
  const reason = hasStackFile(projectRoot, named) ? `"${named}" is a traffic stack itself` : describeNoStack(projectRoot, named);
  return { path: ["fleet", "stack"], message: `${reason}; name the stack that owns the clusters` };
}
