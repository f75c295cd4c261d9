/** How one DNS product's checkers go about it. */
export interface Prober {
  /** How many probe each endpoint, independently of each other. */
  readonly checkers: number;
  /** An endpoint is healthy while more than this share of them says so, 0 to 1. */
  readonly healthyShare: number;
  /** Whether the next probe comes an interval after the last one's answer, or after its beginning. */
  readonly nextAfter: "answer" | "beginning";
  /** HTTP statuses that pass, from the first to the last. */
  readonly passing: readonly [number, number];
  readonly userAgent: string;
}

/**
 * Eight regions with two checkers each; more than 18 % of them must say healthy.
 *
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html
 */
export const route53Prober: Prober = {
  checkers: 16,
  healthyShare: 0.18,
  nextAfter: "answer",
  passing: [200, 399],
  userAgent: "Amazon-Route53-Health-Check-Service",
};

/**
 * One checker in each of three source regions. How their results are combined is not documented; here most of them decide.
 *
 * @see https://docs.cloud.google.com/load-balancing/docs/health-check-concepts
 */
export const googleProber: Prober = {
  checkers: 3,
  healthyShare: 0.5,
  nextAfter: "beginning",
  passing: [200, 200],
  userAgent: "GoogleHC/1.0",
};

/**
 * How many locations probe, how their verdicts add up and what they call themselves in a request is not documented. Here ten do, as the
 * timing of the plan has it, and an endpoint is up while one of them says so: the last to notice decides, and the first to see it return.
 *
 * @see https://learn.microsoft.com/azure/traffic-manager/traffic-manager-monitoring#how-endpoint-monitoring-works
 */
export const trafficManagerProber: Prober = {
  checkers: 10,
  healthyShare: 0,
  nextAfter: "beginning",
  passing: [200, 200],
  userAgent: "Azure Traffic Manager Endpoint Monitor",
};
