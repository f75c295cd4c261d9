/** One record set with a weighted routing policy over all addresses, and one health check that probes each of them. */
export interface CloudDnsPlan {
  readonly provider: "cloudDns";
  readonly project: string;
  readonly zone: { readonly name: string; readonly existingName: string | undefined; readonly dnssec: boolean };
  readonly healthCheck: EndpointCheckPlan;
  /** The host's, then one for each alias. */
  readonly records: readonly RoutedRecordPlan[];
}

/** What every address of a routing policy is asked. How often, and how many times, is the whole plan's `probing`. */
export interface EndpointCheckPlan {
  readonly protocol: "HTTP" | "HTTPS" | "TCP";
  readonly port: number;
  readonly path: string;
  /** Sent as the Host header. */
  readonly host: string;
  readonly timeoutSeconds: number;
  /** Regions of Google Cloud, three of them. */
  readonly sourceRegions: readonly string[];
}

export interface RoutedRecordPlan {
  readonly kind: "routed";
  /** Pulumi name: the label in front of the zone's name. */
  readonly name: string;
  /** Fully qualified, without a trailing dot. */
  readonly fqdn: string;
  readonly ttlSeconds: number;
  readonly items: readonly PolicyItem[];
}

/** One address of a routing policy. */
export interface PolicyItem {
  readonly cluster: string;
  readonly address: string;
  /** Percent of all answers while everything is healthy. */
  readonly weight: number;
}
