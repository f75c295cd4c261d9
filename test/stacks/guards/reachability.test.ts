import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type AddressInfo, type Server } from "node:net";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { record } from "../../../preview/record/record";
import { answersFirst, handshake, unreachableMessage } from "../../../stacks/guards/reachability";
import { only } from "../../components/fixtures/recording";

describe("answersFirst", () => {
  it("asks before an object is created or changed, and never in a preview", async () => {
    const recording = await record(() => {
      const parent = new Group("cluster", { transformations: [answersFirst("aws-usw2", pulumi.output("https://127.0.0.1"))] });
      const provider = new k8s.Provider("kubernetes", {}, { parent });
      new k8s.core.v1.ConfigMap("map", {}, { parent, provider });
    });
    assert.deepEqual(only(recording, "kubernetes:core/v1:ConfigMap").options.hooks, [
      "beforeCreate:aws-usw2-answers",
      "beforeUpdate:aws-usw2-answers",
    ]);
    assert.deepEqual(only(recording, "pulumi:providers:kubernetes").options.hooks, []);
  });

  it("asks once a run, and tells everybody who waits what is wrong and which line goes around it", async () => {
    const server = createServer((socket) => socket.destroy());
    let connections = 0;
    server.on("connection", () => (connections += 1));
    const endpoint = await listen(server);
    const hook = await checkOf(endpoint);
    for (const attempt of [1, 2])
      await assert.rejects(
        async () => hook.callback({ urn: "", id: "", name: `object-${attempt}`, type: "" }),
        (error: Error) =>
          error.message.startsWith(`cluster aws-usw2 does not answer at ${endpoint}: `) && error.message.includes("unreachable: {"),
      );
    server.close();
    assert.equal(connections, 1);
  });
});

describe("handshake", () => {
  it("fails when nobody listens", async () => {
    const server = createServer();
    const endpoint = await listen(server);
    server.close();
    await once(server, "close");
    await assert.rejects(handshake(new URL(endpoint)), /ECONNREFUSED/);
  });

  it("fails in time when a server takes the connection and says nothing", async () => {
    const server = createServer();
    server.on("connection", (socket) => socket.on("error", () => undefined));
    const endpoint = await listen(server);
    await assert.rejects(handshake(new URL(endpoint), 100), /no answer within 0.1 s/);
    server.close();
  });
});

describe("unreachableMessage", () => {
  it("names the cluster, the endpoint, the cause and the line to add", () => {
    const message = unreachableMessage("aws-usw2", "https://eks.example", "connect ECONNREFUSED");
    for (const part of ["aws-usw2", "https://eks.example", "connect ECONNREFUSED", "clusters.aws-usw2"])
      assert.ok(message.includes(part), part);
    assert.match(message, /^ {4}unreachable: \{ reason: "...", until: "YYYY-MM-DD" \}$/m);
  });
});

class Group extends pulumi.ComponentResource {
  constructor(name: string, opts: pulumi.ComponentResourceOptions) {
    super("test:index:Group", name, {}, opts);
    this.registerOutputs({});
  }
}

async function listen(server: Server): Promise<string> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function checkOf(endpoint: string): Promise<pulumi.ResourceHook> {
  let hook: pulumi.ResourceHook | pulumi.ResourceHookFunction | undefined;
  await record(() => {
    const resource = new Group("cluster", {});
    const args = { resource, type: "kubernetes:core/v1:ConfigMap", name: "map", props: {}, opts: {} };
    hook = answersFirst("aws-usw2", pulumi.output(endpoint))(args)?.opts.hooks?.beforeCreate?.[0];
  });
  assert.ok(pulumi.ResourceHook.isInstance(hook));
  return hook;
}
