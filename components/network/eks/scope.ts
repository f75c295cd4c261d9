import type * as pulumi from "@pulumi/pulumi";

/** What every child of an EKS network shares. */
export interface Scope {
  /** What their logical names begin with. */
  readonly name: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Of what others may have written down, such as an address. */
  readonly protect: boolean;
  readonly child: pulumi.CustomResourceOptions;
}

/** Tags of a resource that AWS's console shows by the tag "Name". */
export function namedTags({ tags }: Scope, name: string): Record<string, string> {
  return { ...tags, Name: name };
}
