import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { Namespaces } from "../../../components/kubernetes/namespaces";

describe("the namespaces of a cluster", () => {
  it("are those that the program has made, and Kubernetes' own", async () => {
    const namespaces = new Namespaces();
    namespaces.add("jobs", pulumi.output("jobs"));
    for (const name of ["jobs", "kube-system"])
      assert.equal(await new Promise((resolve) => void namespaces.named(name).apply(resolve)), name);
  });

  it("are no fallback: an object in one that nobody has made would find nothing there", () => {
    const namespaces = new Namespaces();
    namespaces.add("jobs", pulumi.output("jobs"));
    assert.throws(() => namespaces.named("api-gateway"), /nobody makes namespace api-gateway before it is used; there are jobs/);
  });
});
