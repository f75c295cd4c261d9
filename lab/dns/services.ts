import type { CloudStore } from "../clouds/simulator/store";
import * as azureDns from "./providers/azureDns";
import { readAzureDns } from "./providers/azureDnsContents";
import { readCloudDns } from "./providers/cloudDnsContents";
import * as cloudDns from "./providers/cloudDns";
import { type Answer, type Health, normalize, type Question } from "./dns";
import { readDns, withCalculated } from "./providers/route53Contents";
import type { MetricCheck } from "./checks/metricChecks";
import type { HealthCheck } from "./checks/probe";
import * as route53 from "./providers/route53";
import { answerOfProfile, trafficManager } from "./providers/trafficManager";

/** One provider's DNS, with what its cloud holds at present. */
export interface DnsService {
  readonly healthChecks: readonly HealthCheck[];
  /** Those that watch a metric instead of an address. */
  readonly metricChecks: readonly MetricCheck[];
  /** Decides who may answer at present. What it gives back is asked often. */
  decide(health: Health): Answering;
}

/** @param random uniform in [0, 1); asked once per weighted choice on the way */
export type Answering = (question: Question, random: () => number) => Answer;

export function readDnsServices(cloudOf: (provider: string) => CloudStore): readonly DnsService[] {
  return [route53Service(cloudOf("aws")), azureDnsService(cloudOf("azure-native")), cloudDnsService(cloudOf("gcp"))];
}

/** One server for all of them: whoever has the name's zone answers. As a resolver would, it goes where a CNAME leads. */
export function decide(services: readonly DnsService[], health: Health): Answering {
  const answering = services.map((service) => service.decide(health));
  const whoever: Answering = (question, random) => {
    for (const ask of answering) {
      const answer = ask(question, random);
      if (answer.kind !== "refused") return answer;
    }
    return { kind: "refused" };
  };
  return (question, random) => follow(whoever, question, random);
}

/** More names in a row than any sane chain has: a loop ends here. */
const longestChain = 8;

function follow(ask: Answering, question: Question, random: () => number): Answer {
  const first = ask(question, random);
  if (first.kind !== "records" || question.type === "CNAME") return first;
  const records = [...first.records];
  for (let links = 0; links < longestChain; links++) {
    const last = records.at(-1);
    if (last?.type !== "CNAME") break;
    const next = ask({ name: normalize(last.data), type: question.type }, random);
    if (next.kind !== "records") break;
    records.push(...next.records);
  }
  return { kind: "records", records };
}

function route53Service(store: CloudStore): DnsService {
  const contents = readDns(store);
  return {
    healthChecks: contents.healthChecks,
    metricChecks: contents.metricChecks,
    decide(health) {
      const authority = route53.authority(contents.view, withCalculated(contents, health));
      return (question, random) => route53.answer(authority, question, random);
    },
  };
}

function cloudDnsService(store: CloudStore): DnsService {
  const { view, healthChecks } = readCloudDns(store);
  return {
    healthChecks,
    metricChecks: [],
    decide(health) {
      const authority = cloudDns.authority(view, health);
      return (question, random) => cloudDns.answer(authority, question, random);
    },
  };
}

/** Zones of Azure DNS, and Traffic Manager's own names below trafficmanager.net. */
function azureDnsService(store: CloudStore): DnsService {
  const { view, profiles, healthChecks } = readAzureDns(store);
  return {
    healthChecks,
    metricChecks: [],
    decide(health) {
      const decided = trafficManager(profiles, health);
      return (question, random) => {
        const answer = azureDns.answer(view, question);
        return answer.kind === "refused" ? answerOfProfile(decided, question, random) : answer;
      };
    },
  };
}
