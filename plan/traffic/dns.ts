import type { Finding } from "../../config/file/messages";
import type { Traffic } from "../../config/traffic";
import { cloudDnsForLife, cloudDnsPlan } from "./cloudDns/records";
import { cloudDnsFindings, cloudDnsWarnings } from "./cloudDns/findings";
import { route53ForLife, route53Plan } from "./route53/records";
import { route53Findings } from "./route53/findings";
import { flatSharesOf, type IsLost, type Shares, sharesOf } from "./shares";
import { trafficManagerForLife, trafficManagerPlan } from "./trafficManager/profiles";
import { trafficManagerFindings } from "./trafficManager/findings";
import type { DnsPlan, TrafficPlan } from "../model/traffic";
import type { DnsInput } from "./input";
import type { ForLife } from "../model/traffic/change";

/** What the section's DNS provider is given. */
export function dnsPlan(input: DnsInput<Traffic>): DnsPlan {
  const { traffic } = input;
  switch (traffic.provider) {
    case "route53":
      return route53Plan({ ...input, traffic });
    case "cloudDns":
      return cloudDnsPlan({ ...input, traffic });
    case "trafficManager":
      return trafficManagerPlan({ ...input, traffic });
  }
}

/** What it does not change in place. */
export function dnsForLife(traffic: Traffic): ForLife {
  switch (traffic.provider) {
    case "route53":
      return route53ForLife(traffic);
    case "trafficManager":
      return trafficManagerForLife(traffic);
    case "cloudDns":
      return cloudDnsForLife(traffic);
  }
}

/** What it would refuse. Paths begin with "traffic". */
export function dnsFindings({ dns, host, clouds }: TrafficPlan): Finding[] {
  switch (dns.provider) {
    case "route53":
      return route53Findings(dns, host);
    case "trafficManager":
      return trafficManagerFindings(dns, clouds);
    case "cloudDns":
      return cloudDnsFindings(dns);
  }
}

/** What it does otherwise than the section asks, beside probing. */
export function dnsWarnings({ dns, clouds }: Pick<TrafficPlan, "dns" | "clouds">): Finding[] {
  switch (dns.provider) {
    case "route53":
    case "trafficManager":
      return [];
    case "cloudDns":
      return cloudDnsWarnings(clouds);
  }
}

/** Who gets which part of its answers while some addresses are lost. */
export function sharesAfter({ dns, clouds }: Pick<TrafficPlan, "dns" | "clouds">, isLost: IsLost): Shares {
  switch (dns.provider) {
    case "route53":
    case "trafficManager":
      return sharesOf(clouds, isLost);
    case "cloudDns":
      return flatSharesOf(clouds, isLost);
  }
}
