import type { Cloud } from "../../catalogue/clouds";

/** What a picture of the traffic shows. */
export interface PictureInput {
  /** The name that clients use. */
  readonly host: string;
  /** Lines below it. */
  readonly facts: readonly string[];
  readonly clouds: readonly PicturedCloud[];
  /** Columns of the matrix, from left to right. */
  readonly losses: readonly PicturedLoss[];
  /** What the lines below the matrix are, for each loss; as many as a loss has figures. */
  readonly figures: readonly string[];
}

interface Pictured {
  /** Share of all answers while everything is healthy, 0 to 1. */
  readonly share: number;
  readonly role: "active" | "standby";
  /** Whether an override takes it out of the answers. */
  readonly away: boolean;
}

export interface PicturedCloud extends Pictured {
  readonly cloud: Cloud;
  readonly regions: readonly PicturedRegion[];
}

export interface PicturedRegion extends Pictured {
  readonly region: string;
  readonly clusters: readonly PicturedCluster[];
}

export interface PicturedCluster extends Pictured {
  readonly cluster: string;
}

export interface PicturedLoss {
  /** Clouds, regions and clusters; none where all is well. */
  readonly lost: readonly string[];
  readonly survives: boolean;
  /** By cluster; one that is not there gets nothing. */
  readonly cells: ReadonlyMap<string, PicturedCell>;
  readonly figures: readonly string[];
}

export interface PicturedCell {
  /** Share of all answers after the loss, 0 to 1. */
  readonly share: number;
  /** Demand over capacity; above 1 there is too much of it. Undefined where nobody has said. */
  readonly load: number | undefined;
}
