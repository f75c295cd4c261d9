import type { Random } from "../../random";

/** What DNS said to a client. */
export interface Answer {
  readonly address: string;
  readonly ttlSeconds: number;
}

/** How a request ended, as its client saw it. */
export type Outcome =
  | { readonly kind: "served"; readonly cluster: string }
  /** "no answer in time", "connection refused", "certificate expired", "status 503": alike for alike failures. */
  | { readonly kind: "failed"; readonly why: string };

/** One request of one client. Times are seconds on the drill's clock. */
export interface Request {
  readonly client: string;
  readonly sentAt: number;
  readonly endedAt: number;
  readonly address: string;
  readonly outcome: Outcome;
}

/** The world as a client has it: a clock, DNS, and addresses to send requests to. */
export interface Outside {
  now(): number;
  /** Resolves at that time, or as soon as it is over. */
  sleepUntil(seconds: number): Promise<void>;
  /** Whether clients are to stop. */
  isOver(): boolean;
  random: Random;
  /** Undefined where DNS does not answer. */
  resolve(client: string): Promise<Answer | undefined>;
  /** Over a connection of its own, which ends with it. */
  send(client: string, address: string): Promise<Outcome>;
  /** Over the connection that this client has kept, if it still works. */
  sendKept(client: string, address: string): Promise<Outcome>;
}
