import assert from "node:assert/strict";
import * as grpc from "@grpc/grpc-js";
import { PluginAttach } from "@pulumi/pulumi/proto/plugin_pb";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as rpc from "@pulumi/pulumi/proto/provider_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { CloudError, UNKNOWN, type Properties, type ProviderBackend } from "../../../lab/provider/backend";
import { createCallCounts } from "../../../lab/provider/counts";
import { serve, type ProviderServer } from "../../../lab/provider/server";
import { fromStruct, toStruct } from "../../../lab/provider/wire";

describe("the provider server", () => {
  let server: ProviderServer;
  let seen: { instance: string; request: unknown }[];
  let counts: ReturnType<typeof createCallCounts>;
  const clients: ResourceProviderClient[] = [];

  beforeEach(async () => {
    seen = [];
    counts = createCallCounts();
    server = await serve(echo(seen), counts);
  });
  afterEach(async () => {
    for (const client of clients.splice(0)) client.close();
    await server.close();
  });

  /** A connection of its own, as the engine opens one per provider resource. */
  function connect(): ResourceProviderClient {
    const client = new ResourceProviderClient(`127.0.0.1:${server.port}`, grpc.credentials.createInsecure(), {
      "grpc.use_local_subchannel_pool": 1,
    });
    clients.push(client);
    return client;
  }

  async function configured(name: string): Promise<ResourceProviderClient> {
    const client = connect();
    const request = new rpc.ConfigureRequest().setArgs(toStruct({ name })).setAcceptsecrets(true).setAcceptresources(true);
    const response = await ask<rpc.ConfigureResponse>((done) => client.configure(request, done));
    assert.deepEqual(
      [response.getSupportspreview(), response.getAcceptsecrets(), response.getAcceptresources(), response.getAcceptoutputs()],
      [true, false, false, false],
    );
    return client;
  }

  it("hands over nested values, nulls and every kind of unknown, and hands back what the backend answers", async () => {
    const client = await configured("first");
    const inputs = {
      text: "a",
      count: 1.5,
      on: true,
      none: null,
      list: [1, { deep: ["x"] }],
      later: "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
    };
    const request = new rpc.CreateRequest().setUrn(urn).setProperties(Struct.fromJavaScript(inputs)).setPreview(true);

    const response = await ask<rpc.CreateResponse>((done) => client.create(request, done));

    assert.equal(response.getId(), "id-1");
    assert.deepEqual(fromStruct(response.getProperties()), { ...inputs, later: UNKNOWN });
    assert.deepEqual(seen[0], {
      instance: "first",
      request: { urn, type: "aws:ec2/vpc:Vpc", name: "net::a", inputs: { ...inputs, later: UNKNOWN }, preview: true },
    });
  });

  it("keeps one configured instance per connection", async () => {
    const [first, second] = [await configured("first"), await configured("second")];
    for (const client of [first, second, first]) {
      await ask<rpc.CheckResponse>((done) => client.check(new rpc.CheckRequest().setUrn(urn).setNews(toStruct({})), done));
    }
    assert.deepEqual(
      seen.map(({ instance }) => instance),
      ["first", "second", "first"],
    );
  });

  it("tells a create from a check of something that exists", async () => {
    const client = await configured("first");
    const fresh = new rpc.CheckRequest()
      .setUrn(urn)
      .setNews(toStruct({ a: 1 }))
      .setRandomseed(new Uint8Array([1, 2]));
    await ask<rpc.CheckResponse>((done) => client.check(fresh, done));
    const response = await ask<rpc.CheckResponse>((done) =>
      client.check(
        new rpc.CheckRequest()
          .setUrn(urn)
          .setOlds(toStruct({}))
          .setNews(toStruct({ bad: 1 })),
        done,
      ),
    );

    const [first, second] = seen.map(({ request }) => request as { olds: unknown; randomSeed: Uint8Array });
    assert.equal(first?.olds, undefined);
    assert.deepEqual([...(first?.randomSeed ?? [])], [1, 2]);
    assert.deepEqual(second?.olds, {});
    assert.deepEqual(
      response.getFailuresList().map((failure) => failure.toObject()),
      [{ property: "bad", reason: "is not allowed" }],
    );
  });

  it("answers a diff with the kind of each change, so that the engine can show it", async () => {
    const client = await configured("first");
    const olds = toStruct({ kept: 1, labels: { "a.b/c": "old", gone: "x" } });
    const news = toStruct({ kept: 1, labels: { "a.b/c": "new" }, zones: ["a"] });
    const request = new rpc.DiffRequest().setUrn(urn).setId("id-1").setOlds(olds).setOldInputs(olds).setNews(news);

    const response = await ask<rpc.DiffResponse>((done) => client.diff(request, done));

    const { UPDATE, DELETE, ADD_REPLACE } = rpc.PropertyDiff.Kind;
    assert.equal(response.getChanges(), rpc.DiffResponse.DiffChanges.DIFF_SOME);
    assert.equal(response.getDeletebeforereplace(), true);
    assert.deepEqual(response.getReplacesList(), ["zones"]);
    assert.deepEqual(response.getDiffsList(), ["labels", "zones"]);
    const details: [string, number, boolean][] = [];
    response.getDetaileddiffMap().forEach((diff, path) => details.push([path, diff.getKind(), diff.getInputdiff()]));
    assert.deepEqual(details, [
      ["labels.gone", DELETE, true],
      ['labels["a.b/c"]', UPDATE, true],
      ["zones", ADD_REPLACE, true],
    ]);
  });

  it("answers a diff without changes as none", async () => {
    const client = await configured("first");
    const same = toStruct({ labels: {} });
    const request = new rpc.DiffRequest().setUrn(urn).setOlds(same).setOldInputs(same).setNews(same);
    const response = await ask<rpc.DiffResponse>((done) => client.diff(request, done));
    assert.equal(response.getChanges(), rpc.DiffResponse.DiffChanges.DIFF_NONE);
  });

  it("answers a read of what does not exist without an id", async () => {
    const client = await configured("first");
    const [there, gone] = await Promise.all(
      ["id-1", "gone"].map((id) => ask<rpc.ReadResponse>((done) => client.read(new rpc.ReadRequest().setUrn(urn).setId(id), done))),
    );
    assert.equal(there?.getId(), "id-1");
    assert.equal(gone?.getId(), "");
  });

  it("passes a cloud's error on as its message alone, and names a defect of the lab as one", async () => {
    const client = await configured("first");
    const failing = (id: string) => ask<Empty>((done) => client.delete(new rpc.DeleteRequest().setUrn(urn).setId(id), done));
    await assert.rejects(failing("in use"), { code: grpc.status.UNKNOWN, details: "the subnet has dependencies" });
    await assert.rejects(failing("defect"), { code: grpc.status.INTERNAL, details: /the lab's aws provider failed in delete: TypeError/ });
    assert.deepEqual(counts.failures().map(({ method, message }) => [method, message])[0], ["delete", "the subnet has dependencies"]);
  });

  it("counts every call by method and type, those of the provider itself included", async () => {
    const client = await configured("first");
    await ask<rpc.InvokeResponse>((done) => client.invoke(new rpc.InvokeRequest().setTok("aws:eks/getNodeGroup:getNodeGroup"), done));
    const provider = new rpc.CheckRequest()
      .setUrn("urn:pulumi:prod::fleet::pulumi:providers:aws::usw2")
      .setNews(toStruct({ region: "us-west-2" }));
    await ask<rpc.CheckResponse>((done) => client.checkConfig(provider, done));
    await ask<Empty>((done) => client.delete(new rpc.DeleteRequest().setUrn(urn).setId("x"), done));
    assert.deepEqual(counts.rows(), [
      { provider: "aws", method: "checkConfig", type: "", calls: 1 },
      { provider: "aws", method: "configure", type: "", calls: 1 },
      { provider: "aws", method: "delete", type: "aws:ec2/vpc:Vpc", calls: 1 },
      { provider: "aws", method: "invoke", type: "aws:eks/getNodeGroup:getNodeGroup", calls: 1 },
    ]);
  });

  it("replaces a provider whose identity changed", async () => {
    const client = connect();
    const diff = (olds: Properties, news: Properties) =>
      ask<rpc.DiffResponse>((done) =>
        client.diffConfig(new rpc.DiffRequest().setOlds(toStruct(olds)).setOldInputs(toStruct(olds)).setNews(toStruct(news)), done),
      );
    assert.deepEqual((await diff({ account: "1", region: "a" }, { account: "2", region: "a" })).getReplacesList(), ["account"]);
    const region = await diff({ account: "1", region: "a" }, { account: "1", region: "b" });
    assert.deepEqual([region.getReplacesList(), region.getDiffsList()], [[], ["region"]]);
  });

  it("presents itself as the installed SDK's version and leaves out what the engine can do without", async () => {
    const client = connect();
    const info = await ask<{ getVersion(): string }>((done) => client.getPluginInfo(new Empty(), done));
    assert.match(info.getVersion(), /^7\.\d+\.\d+$/);
    await ask<Empty>((done) => client.attach(new PluginAttach(), done));
    await assert.rejects(
      ask<rpc.ProviderHandshakeResponse>((done) => client.handshake(new rpc.ProviderHandshakeRequest(), done)),
      { code: grpc.status.UNIMPLEMENTED },
    );
  });

  it("passes an interruption on", async () => {
    await ask<Empty>((done) => connect().cancel(new Empty(), done));
    assert.deepEqual(seen, [{ instance: "-", request: "cancel" }]);
  });
});

const urn = "urn:pulumi:prod::fleet::gateway-fleet:network:EksNetwork$aws:ec2/vpc:Vpc::net::a";

function ask<Response>(call: (done: (error: grpc.ServiceError | null, response: Response) => void) => unknown): Promise<Response> {
  return new Promise((resolve, reject) => call((error, response) => (error ? reject(error) : resolve(response))));
}

function echo(seen: { instance: string; request: unknown }[]): ProviderBackend<string> {
  return {
    name: "aws",
    configure: (config) => Promise.resolve(JSON.stringify(config["name"]).replaceAll('"', "")),
    replacesProvider: (olds, news) => (olds["account"] === news["account"] ? [] : ["account"]),
    check: (instance, request) => {
      seen.push({ instance, request });
      const failures = Object.keys(request.news).flatMap((property) =>
        property === "bad" ? [{ property, reason: "is not allowed" }] : [],
      );
      return Promise.resolve({ inputs: request.news, failures });
    },
    diff: (_instance, { news }) =>
      Promise.resolve(
        news["zones"] === undefined
          ? { changes: [], replaces: [], deleteBeforeReplace: false }
          : { changes: ['labels["a.b/c"]', "labels.gone", "zones"], replaces: ["zones"], deleteBeforeReplace: true },
      ),
    create: (instance, request) => {
      seen.push({ instance, request });
      return Promise.resolve({ id: "id-1", outputs: request.inputs });
    },
    read: (_instance, { id, inputs, outputs }) => Promise.resolve(id === "gone" ? undefined : { id, inputs, outputs }),
    update: (_instance, { news }) => Promise.resolve(news),
    delete: (_instance, { id }) => {
      if (id === "in use") return Promise.reject(new CloudError("the subnet has dependencies"));
      if (id === "defect") return Promise.reject(new TypeError("undefined is not a function"));
      return Promise.resolve();
    },
    invoke: (_instance, token) => Promise.resolve({ token }),
    cancel: () => seen.push({ instance: "-", request: "cancel" }),
  };
}
