/** What can happen to a place. */
export const lossKinds = {
  "black-hole": "nothing answers: connections time out, as where a network is lost",
  slow: "connections are accepted, and nothing is answered",
  refused: "connections are refused, as where a load balancer is gone",
  pods: "the gateway's Deployments are scaled to no pods; load balancers answer 503",
  flapping: "refused and back, again and again, each time for less than health checks need to notice",
  split: "clients reach the place, and some health checkers do not (--checkers)",
  "tls-expired": "the certificate's date is over: clients over TLS refuse new connections, and health checks see nothing",
  "dns-api": "a black hole, while the DNS provider's API refuses every call: nothing can be edited",
} as const;

export type LossKind = keyof typeof lossKinds;
