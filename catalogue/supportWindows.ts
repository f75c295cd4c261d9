import type { Cloud } from "./clouds";

/** How long a service supports a minor. Every date is the first day without. */
export interface SupportWindow {
  /** Day, or month where the service names no day. */
  readonly released: string;
  readonly standardUntil: string;
  /** Undefined where the program's clusters cannot have more than standard support. */
  readonly extendedUntil: string | undefined;
}

export interface ServiceSupport {
  readonly service: "EKS" | "AKS" | "GKE" | "Kubernetes";
  /** The vendor's table, where newer minors and moved dates are. */
  readonly page: string;
  /** What becomes of a cluster whose standard support is over, for messages. */
  readonly afterStandard: string;
  readonly minors: Readonly<Record<string, SupportWindow>>;
}

/** The day on which the tables below were last compared with the vendors' pages. */
export const checked = "2026-08-22";

/** Of the project itself, for clusters that somebody else runs: what their own vendor adds is not known here. */
export const projectWindows: ServiceSupport = {
  service: "Kubernetes",
  page: "https://kubernetes.io/releases/",
  afterStandard: "the project makes no more fixes",
  minors: {
    "1.34": { released: "2025-08-27", standardUntil: "2026-10-27", extendedUntil: undefined },
    "1.35": { released: "2025-12-17", standardUntil: "2027-02-28", extendedUntil: undefined },
    "1.36": { released: "2026-04-22", standardUntil: "2027-06-28", extendedUntil: undefined },
  },
};

/** A minor that is not here is one that this program does not run there: its dates are not known. */
export const supportWindows: Readonly<Record<Cloud, ServiceSupport>> = {
  aws: {
    service: "EKS",
    page: "https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html#kubernetes-release-calendar",
    // https://docs.aws.amazon.com/eks/latest/userguide/disable-extended-support.html
    afterStandard:
      "extended support costs extra, six times the price of a control plane, and without it, as the program asks, EKS raises the cluster by itself",
    minors: {
      "1.31": { released: "2024-09-26", standardUntil: "2025-11-26", extendedUntil: "2026-11-26" },
      "1.32": { released: "2025-01-23", standardUntil: "2026-03-23", extendedUntil: "2027-03-23" },
      "1.33": { released: "2025-05-29", standardUntil: "2026-07-29", extendedUntil: "2027-07-29" },
      "1.34": { released: "2025-10-02", standardUntil: "2026-12-02", extendedUntil: "2027-12-02" },
      "1.35": { released: "2026-01", standardUntil: "2027-03-27", extendedUntil: "2028-03-27" },
      "1.36": { released: "2026-06-02", standardUntil: "2027-08-02", extendedUntil: "2028-08-02" },
    },
  },
  azure: {
    service: "AKS",
    // Ends are the last day of the named month.
    page: "https://learn.microsoft.com/azure/aks/supported-kubernetes-versions#aks-kubernetes-release-calendar-and-upcoming-versions",
    // https://learn.microsoft.com/azure/aks/long-term-support
    afterStandard:
      "long-term support costs extra, as a part of the Premium tier, and without it, as the program asks, the cluster gets no more fixes",
    minors: {
      "1.31": { released: "2024-11", standardUntil: "2025-11-02", extendedUntil: "2026-12-01" },
      "1.32": { released: "2025-04", standardUntil: "2026-04-01", extendedUntil: "2027-04-01" },
      "1.33": { released: "2025-06", standardUntil: "2026-08-01", extendedUntil: "2027-08-01" },
      "1.34": { released: "2025-11", standardUntil: "2026-12-01", extendedUntil: "2027-12-01" },
      "1.35": { released: "2026-03", standardUntil: "2027-04-01", extendedUntil: "2028-04-01" },
      "1.36": { released: "2026-06", standardUntil: "2027-07-01", extendedUntil: "2028-07-01" },
      "1.37": { released: "2026-10", standardUntil: "2027-11-01", extendedUntil: "2028-11-01" },
    },
  },
  gcp: {
    service: "GKE",
    // Of the Regular channel, the program's. Extended support is the Extended channel's alone.
    page: "https://docs.cloud.google.com/kubernetes-engine/docs/release-schedule",
    afterStandard: "only the Extended channel goes on, and GKE raises a cluster of the Regular channel by itself",
    minors: {
      "1.33": { released: "2025-06-03", standardUntil: "2026-08-03", extendedUntil: undefined },
      "1.34": { released: "2025-09-30", standardUntil: "2026-10-01", extendedUntil: undefined },
      "1.35": { released: "2026-02-11", standardUntil: "2027-04-11", extendedUntil: undefined },
      "1.36": { released: "2026-06-09", standardUntil: "2027-08-09", extendedUntil: undefined },
    },
  },
};
