/** As a PrometheusRule has it. https://prometheus.io/docs/prometheus/latest/configuration/alerting_rules/ */
export interface AlertGroup {
  readonly name: string;
  readonly rules: readonly Alert[];
}

export interface Alert {
  readonly alert: string;
  /** PromQL. */
  readonly expr: string;
  /** Time that it has to hold. Undefined: none, where the expression looks back itself. */
  readonly for?: string;
  readonly labels: { readonly severity: "critical" | "warning" } & Readonly<Record<string, string>>;
  readonly annotations: { readonly summary: string; readonly runbook: string };
}
