import * as pulumi from "@pulumi/pulumi";

/** Namespaces that Kubernetes brings along. */
const ofKubernetes = ["kube-system"];

/** The namespaces that the program has made in one cluster: whoever asks for one waits for it, and goes before it. */
export class Namespaces {
  private readonly made = new Map<string, pulumi.Output<string>>();

  add(name: string, namespace: pulumi.Output<string>): void {
    this.made.set(name, namespace);
  }

  /** @throws Error where nobody has made it yet: an object would look for a namespace that is not there */
  named(name: string): pulumi.Output<string> {
    const found = ofKubernetes.includes(name) ? pulumi.output(name) : this.made.get(name);
    if (found === undefined)
      throw new Error(`nobody makes namespace ${name} before it is used; there are ${[...this.made.keys()].join(", ")}`);
    return found;
  }
}
