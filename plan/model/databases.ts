/** A CloudWatch alarm on how far the copy of a database is behind. */
export interface ReplicationAlarm {
  /** Logical: the database's key and the region. */
  readonly key: string;
  /** In CloudWatch, for people and for `traffic.objectives.replication.lagAlarm`. */
  readonly name: string;
  readonly database: string;
  /** Of the copy, which is where AWS measures it. */
  readonly region: string;
  /** DB cluster of the copy. */
  readonly cluster: string;
  readonly maxLagMilliseconds: number;
  /** ARN of the SNS topic that is told. */
  readonly topic: string;
}
