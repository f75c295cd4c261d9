import type { Draft, Subject } from "../simulator/model";
import { named, usersOf, type Use } from "../shared/users";
import { text } from "../../../facts/properties/select";

export function randomId({ hidden: facts }: Pick<Subject, "hidden">): string {
  return text(facts, "id");
}

export function hidden(key: string): (subject: Subject) => string {
  return ({ hidden: facts }) => text(facts, key);
}

export function owner({ account }: Draft): string {
  return account.owner;
}

/** ARN of a resource that EC2 calls by its id. */
export function arn(kind: string): (subject: Subject) => string {
  return ({ account, id }) => `arn:aws:ec2:${account.region}:${account.owner}:${kind}/${id}`;
}

export function dependencies(subject: Subject, kind: string, uses: readonly Use[]): readonly string[] {
  const users = usersOf(subject, [subject.id], uses);
  return users.length === 0
    ? []
    : [`DependencyViolation: The ${kind} '${subject.id}' has dependencies and cannot be deleted: ${named(users)}`];
}

/** Load balancers of Services keep interfaces in the network, also when their cluster is gone. */
export function loadBalancersIn({ cloud, id }: Subject, network: string): readonly string[] {
  const standing = cloud.loadBalancers().filter(({ cluster }) => cloud.networkOf(cluster) === network);
  return standing.map(
    (balancer) =>
      `DependencyViolation: '${id}' has dependencies and cannot be deleted: the load balancer ${balancer.id} of cluster ${balancer.cluster}`,
  );
}
