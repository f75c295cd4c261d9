import {
  type Answer,
  choose,
  type Health,
  isApexType,
  namesOf,
  normalize,
  type Question,
  type ResourceRecord,
  type Zone,
  zoneOf,
} from "../dns";

/** What Route 53 answers from. Names are lower case, without a trailing dot. */
export interface View {
  readonly zones: readonly Zone[];
  readonly records: readonly RecordSet[];
}

/** One record set of Route 53; several of one name and type are members of a weighted group. */
export interface RecordSet {
  readonly zoneId: string;
  readonly name: string;
  readonly type: string;
  /** Undefined for a record that is not weighted. */
  readonly weight: number | undefined;
  /** Undefined for a record that is not one of a failover pair. */
  readonly failover: "PRIMARY" | "SECONDARY" | undefined;
  readonly healthCheckId: string | undefined;
  readonly answer:
    | { readonly kind: "values"; readonly ttl: number; readonly values: readonly string[] }
    /** Answers with the records of another name of the zone. */
    | { readonly kind: "alias"; readonly target: string; readonly evaluateTargetHealth: boolean };
}

/** A view with its health decided, ready to be asked often: the health of a branch is worked out once, not per question. */
export interface Authority {
  readonly zones: readonly Zone[];
  /** Members that may answer at present, by type and name. */
  readonly eligible: ReadonlyMap<string, readonly RecordSet[]>;
  /** Every name with records, and the inner nodes above them. */
  readonly names: ReadonlySet<string>;
}

/** More aliases in a row than any sane tree has: a loop ends here. */
const maxDepth = 16;

/**
 * Decides which members of each group may answer, as Route 53 documents it:
 * - a record is healthy while its health check passes; without one it always is
 * - an alias that evaluates its target's health is healthy while at least one member of the target is, too
 * - healthy members with a weight answer; where there is none, healthy members of weight 0; where nothing is healthy, all count as healthy
 * - of a failover pair the primary answers while it is healthy, then the secondary while that one is; where neither is, the primary
 *
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-how-route-53-chooses-records.html
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-complex-configs.html
 */
export function authority(view: View, health: Health): Authority {
  const groups = groupsOf(view.records);
  const known = new Map<RecordSet, boolean>();

  const isHealthy = (record: RecordSet): boolean => {
    const remembered = known.get(record);
    if (remembered !== undefined) return remembered;
    // An alias that leads back to itself has nothing healthy behind it.
    known.set(record, false);
    const { answer, healthCheckId, type } = record;
    const passes = healthCheckId === undefined || health(healthCheckId);
    const healthy =
      passes && (answer.kind !== "alias" || !answer.evaluateTargetHealth || (groups.get(keyOf(answer.target, type)) ?? []).some(isHealthy));
    known.set(record, healthy);
    return healthy;
  };

  const eligible = [...groups].map(([key, members]) => [key, mayAnswer(members, isHealthy)] as const);
  return { zones: view.zones, eligible: new Map(eligible), names: namesOf(view.zones, view.records) };
}

function mayAnswer(members: readonly RecordSet[], isHealthy: (record: RecordSet) => boolean): readonly RecordSet[] {
  if (members.some(({ failover }) => failover !== undefined)) return oneOfPair(members, isHealthy);
  const weighted = members.filter(({ weight }) => weight !== 0);
  const standby = members.filter(({ weight }) => weight === 0);
  return [weighted.filter(isHealthy), standby.filter(isHealthy), weighted, standby].find((choice) => choice.length > 0) ?? [];
}

function oneOfPair(members: readonly RecordSet[], isHealthy: (record: RecordSet) => boolean): readonly RecordSet[] {
  const primary = members.filter(({ failover }) => failover === "PRIMARY");
  const secondary = members.filter(({ failover }) => failover === "SECONDARY");
  return [primary.filter(isHealthy), secondary.filter(isHealthy), primary, secondary].find((choice) => choice.length > 0) ?? [];
}

/** @param random uniform in [0, 1); one call per weighted group on the way */
export function answer(authority: Authority, question: Question, random: () => number): Answer {
  const zone = zoneOf(authority.zones, question.name);
  if (zone === undefined) return { kind: "refused" };
  const records =
    question.name === zone.name && isApexType(question.type) ? apexRecords(zone, question) : recordsOf(authority, question, random);
  if (records.length > 0) return { kind: "records", records };
  const exists = question.name === zone.name || authority.names.has(question.name);
  return { kind: exists ? "nodata" : "nxdomain", soa: startOfAuthority(zone) };
}

function recordsOf(authority: Authority, question: Question, random: () => number): readonly ResourceRecord[] {
  let { name } = question;
  for (let depth = 0; depth < maxDepth; depth++) {
    const chosen = choose(authority.eligible.get(keyOf(name, question.type)) ?? [], weightOf, random);
    if (chosen === undefined) return depth === 0 ? canonicalName(authority, question, random) : [];
    if (chosen.answer.kind === "values") {
      const { ttl, values } = chosen.answer;
      // An alias is invisible: its target's records carry the name that was asked for.
      return values.map((data) => ({ name: question.name, type: question.type, ttl, data }));
    }
    name = chosen.answer.target;
  }
  return [];
}

/** A CNAME answers for every type, followed by what its target has in the same authority. */
function canonicalName(authority: Authority, { name, type }: Question, random: () => number): readonly ResourceRecord[] {
  const alias = choose(authority.eligible.get(keyOf(name, "CNAME")) ?? [], weightOf, random);
  if (type === "CNAME" || alias?.answer.kind !== "values") return [];
  const [target = ""] = alias.answer.values;
  return [{ name, type: "CNAME", ttl: alias.answer.ttl, data: target }, ...recordsOf(authority, { name: normalize(target), type }, random)];
}

/** Members of weight 0 are only here among their like, and share equally. */
function weightOf({ weight = 0 }: RecordSet): number {
  return weight === 0 ? 1 : weight;
}

/** Route 53 makes both with the zone. https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/SOA-NSrecords.html */
function apexRecords(zone: Zone, { name, type }: Question): readonly ResourceRecord[] {
  if (type === "NS") return zone.nameServers.map((data) => ({ name, type, ttl: 172_800, data }));
  return [startOfAuthority(zone)];
}

function startOfAuthority({ name, nameServers }: Zone): ResourceRecord {
  return { name, type: "SOA", ttl: 900, data: `${nameServers[0] ?? name}. awsdns-hostmaster.amazon.com. 1 7200 900 1209600 86400` };
}

function groupsOf(records: readonly RecordSet[]): ReadonlyMap<string, readonly RecordSet[]> {
  const groups = new Map<string, RecordSet[]>();
  for (const record of records) {
    const key = keyOf(record.name, record.type);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [record]);
    else group.push(record);
  }
  return groups;
}

function keyOf(name: string, type: string): string {
  return `${type} ${name}`;
}
