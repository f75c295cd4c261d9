import type { CloudStore } from "../cloud/store";
import { readCloudDns } from "./cloudDnsContents";
import * as cloudDns from "./cloudDns";
import type { Answer, Health, Question } from "./dns";
import { readDns, withCalculated } from "./dnsContents";
import type { HealthCheck } from "./probe";
import * as route53 from "./route53";

/** One provider's DNS, with what its cloud holds at present. */
export interface DnsService {
  readonly healthChecks: readonly HealthCheck[];
  /** Decides who may answer at present. What it gives back is asked often. */
  decide(health: Health): Answering;
}

/** @param random uniform in [0, 1); asked once per weighted choice on the way */
export type Answering = (question: Question, random: () => number) => Answer;

export function readDnsServices(cloudOf: (provider: string) => CloudStore): readonly DnsService[] {
  return [route53Service(cloudOf("aws")), cloudDnsService(cloudOf("gcp"))];
}

/** One server for all of them: whoever has the name's zone answers. */
export function decide(services: readonly DnsService[], health: Health): Answering {
  const answering = services.map((service) => service.decide(health));
  return (question, random) => {
    for (const ask of answering) {
      const answer = ask(question, random);
      if (answer.kind !== "refused") return answer;
    }
    return { kind: "refused" };
  };
}

function route53Service(store: CloudStore): DnsService {
  const contents = readDns(store);
  return {
    healthChecks: contents.healthChecks,
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
    decide(health) {
      const authority = cloudDns.authority(view, health);
      return (question, random) => cloudDns.answer(authority, question, random);
    },
  };
}
