import type { AksPlan } from "./aks";
import type { EksPlan } from "./eks";
import type { ExistingPlan } from "./existing";
import type { GkePlan } from "./gke";
import type { AccountPlan, Commitment } from "./accounts";
import type { FleetCapacity } from "./capacity";
import type { Cloud } from "../../catalogue/clouds";

/**
 * What the program is going to build: plain readonly data with every number decided.
 * Components, the plan report, the checks and the lab all read this and nothing else.
 */

/** A fleet stack's plan. Clusters are in order of their names, so that the order of keys in a file changes nothing. */
export interface FleetPlan {
  readonly stack: string;
  /** The fleet's short name; the prefix of physical names that are unique beyond a cluster. */
  readonly name: string;
  readonly environment: string;
  /** On every resource that can carry tags or labels, in each cloud's spelling. */
  readonly tags: Readonly<Record<string, string>>;
  readonly clusters: readonly ClusterPlan[];
  /** Hash of the configuration that it follows from. 10 hexadecimal digits. */
  readonly config: string;
  /** Of the clouds in use. */
  readonly accounts: Readonly<Partial<Record<Cloud, AccountPlan>>>;
  /** What the clusters carry, by the stack files. */
  readonly capacity: FleetCapacity;
  /** What may be bought in advance; nothing here ever buys. */
  readonly commitments: readonly Commitment[];
}

export type ClusterPlan = ManagedPlan | ExistingPlan;

/** A cluster that the program makes, in a cloud. */
export type ManagedPlan = EksPlan | AksPlan | GkePlan;
