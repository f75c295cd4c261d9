/** What a chart takes. */
export interface ChartFacts {
  /** That these are of; of Istio, whose charts go together, the minor. */
  readonly version: string;
  /**
   * Paths of its values, with dots between keys: those of its values.yaml, to a depth of four, and those that its templates read beside them.
   * What stands below a path is not the chart's own, such as labels, or a part of a pod's specification.
   */
  readonly values: readonly string[];
  /** Paths of the values that say how its DaemonSets roll: each one node at a time, where nothing is said. @default it has none */
  readonly nodeAgents?: readonly string[];
}
