import assert from "node:assert/strict";
import * as grpc from "@grpc/grpc-js";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { LogSeverity, type LogRequest } from "@pulumi/pulumi/proto/engine_pb";
import { PluginAttach } from "@pulumi/pulumi/proto/plugin_pb";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as rpc from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { CloudError, NotReadyError, type ProviderBackend } from "../../../lab/provider/backend";
import { UNKNOWN, type Properties } from "../../../facts/properties/values";
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

  it("passes a resource's own timeouts on, and none where the program sets none", async () => {
    const client = await configured("first");
    for (const seconds of [0, 90]) {
      const [create, update, remove] = [new rpc.CreateRequest(), new rpc.UpdateRequest(), new rpc.DeleteRequest()].map((request) =>
        request.setUrn(urn).setTimeout(seconds),
      ) as [rpc.CreateRequest, rpc.UpdateRequest, rpc.DeleteRequest];
      await ask<rpc.CreateResponse>((done) => client.create(create, done));
      await ask<rpc.UpdateResponse>((done) => client.update(update, done));
      await ask<Empty>((done) => client.delete(remove, done));
    }
    assert.deepEqual(
      seen.map(({ request }) => (request as { timeoutSeconds?: number }).timeoutSeconds),
      [undefined, undefined, undefined, 90, 90, 90],
    );
  });

  it("tells the engine of a resource that was made and is not ready, so that the state keeps it with what it lacks", async () => {
    const client = await configured("first");
    const attempts = [
      ask<rpc.CreateResponse>((done) => client.create(new rpc.CreateRequest().setUrn(urn).setProperties(toStruct({ ready: false })), done)),
      ask<rpc.UpdateResponse>((done) => client.update(new rpc.UpdateRequest().setUrn(urn).setNews(toStruct({ ready: false })), done)),
    ];
    for (const attempt of attempts) {
      const error = await attempt.then(
        () => assert.fail("an object that is not ready counts as made"),
        (failure: grpc.ServiceError) => failure,
      );
      assert.equal(error.code, grpc.status.UNKNOWN);
      assert.equal(error.details, "'web' was made and does not start\n  - no pod is ready\n  - no node is free");
      assert.deepEqual(initFailure(error), {
        id: "ns/web",
        properties: { size: 2 },
        reasons: ["'web' was made and does not start", "no pod is ready", "no node is free"],
      });
    }
  });

  it("tells the engine even of an object as large as a header usually cannot be", async () => {
    const client = await configured("first");
    const request = new rpc.CreateRequest().setUrn(urn).setProperties(toStruct({ ready: false, text: "x".repeat(40_000) }));
    const error = await ask<rpc.CreateResponse>((done) => client.create(request, done)).catch((failure: unknown) => failure);
    assert.equal(initFailure(error as grpc.ServiceError).id, "ns/web");
  });

  it("shows a check's warnings through the log of the engine that attached by the same connection", async () => {
    const [first, second] = [await engine(), await engine()];
    try {
      for (const log of [first, second]) {
        const client = connect();
        await ask<Empty>((done) => client.attach(new PluginAttach().setAddress(log.address), done));
        await ask<rpc.ConfigureResponse>((done) => client.configure(new rpc.ConfigureRequest().setArgs(toStruct({ name: "any" })), done));
        const request = new rpc.CheckRequest().setUrn(urn).setNews(toStruct({ frozen: log === first }));
        const response = await ask<rpc.CheckResponse>((done) => client.check(request, done));
        assert.deepEqual(response.getFailuresList(), []);
      }
      assert.deepEqual(first.messages, [{ severity: LogSeverity.WARNING, urn, message: "is frozen" }]);
      assert.deepEqual(second.messages, []);
    } finally {
      first.close();
      second.close();
    }
  });

  it("checks although a warning reaches nobody", async () => {
    const gone = await engine();
    gone.close();
    const client = await configured("first");
    await ask<Empty>((done) => client.attach(new PluginAttach().setAddress(gone.address), done));
    const request = new rpc.CheckRequest().setUrn(urn).setNews(toStruct({ frozen: true }));
    assert.deepEqual(fromStruct((await ask<rpc.CheckResponse>((done) => client.check(request, done))).getInputs()), { frozen: true });
  });

  it("finds no fault with a value that is not known before the update", async () => {
    const client = await configured("first");
    const check = (bad: string) =>
      ask<rpc.CheckResponse>((done) => client.check(new rpc.CheckRequest().setUrn(urn).setNews(toStruct({ bad })), done));
    assert.equal((await check("known")).getFailuresList().length, 1);
    assert.equal((await check(UNKNOWN)).getFailuresList().length, 0);
  });

  it("counts the creates and updates of a preview apart from those that reach a cloud", async () => {
    const client = await configured("first");
    await ask<rpc.CreateResponse>((done) => client.create(new rpc.CreateRequest().setUrn(urn).setPreview(true), done));
    await ask<rpc.UpdateResponse>((done) => client.update(new rpc.UpdateRequest().setUrn(urn).setPreview(true), done));
    await ask<rpc.UpdateResponse>((done) => client.update(new rpc.UpdateRequest().setUrn(urn), done));
    const counted = counts.rows().flatMap(({ method, type, calls }) => (type === "" ? [] : [[method, calls]]));
    assert.deepEqual(counted, [
      ["preview", 2],
      ["update", 1],
    ]);
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
    await ask<Empty>((done) => client.attach(new PluginAttach().setAddress("127.0.0.1:1"), done));
    await assert.rejects(
      ask<rpc.ProviderHandshakeResponse>((done) => client.handshake(new rpc.ProviderHandshakeRequest(), done)),
      { code: grpc.status.UNIMPLEMENTED },
    );
  });

  it("passes an interruption on to the instance of its connection alone, as where the engine is done with one of several", async () => {
    const [first] = [await configured("first"), await configured("second")];
    await ask<Empty>((done) => first.cancel(new Empty(), done));
    await ask<Empty>((done) => connect().cancel(new Empty(), done));
    assert.deepEqual(seen, [{ instance: "first", request: "cancel" }]);
  });
});

const urn = "urn:pulumi:prod::fleet::gateway-fleet:network:EksNetwork$aws:ec2/vpc:Vpc::net::a";

function ask<Response>(call: (done: (error: grpc.ServiceError | null, response: Response) => void) => unknown): Promise<Response> {
  return new Promise((resolve, reject) => call((error, response) => (error ? reject(error) : resolve(response))));
}

/** What the engine keeps of a resource that was made and is not ready, as grpc-go's status details carry it. */
function initFailure(error: grpc.ServiceError): { readonly id: string; readonly properties: unknown; readonly reasons: readonly string[] } {
  const [bytes] = error.metadata.get("grpc-status-details-bin");
  assert.ok(bytes instanceof Buffer, error.message);
  const [detail] = Status.deserializeBinary(bytes).getDetailsList();
  assert.equal(detail?.getTypeUrl(), "type.googleapis.com/pulumirpc.ErrorResourceInitFailed");
  const failure = rpc.ErrorResourceInitFailed.deserializeBinary(detail.getValue_asU8());
  return { id: failure.getId(), properties: fromStruct(failure.getProperties()), reasons: failure.getReasonsList() };
}

/** The log that an engine keeps open for its providers. */
async function engine(): Promise<{ readonly address: string; readonly messages: object[]; close(): void }> {
  const messages: object[] = [];
  const host = new grpc.Server();
  const refuse = (_call: unknown, callback: grpc.sendUnaryData<never>): void => callback({ code: grpc.status.UNIMPLEMENTED });
  host.addService(EngineService, {
    log: ({ request }: { readonly request: LogRequest }, callback: grpc.sendUnaryData<Empty>) => {
      messages.push({ severity: request.getSeverity(), urn: request.getUrn(), message: request.getMessage() });
      callback(null, new Empty());
    },
    getRootResource: refuse,
    setRootResource: refuse,
    startDebugging: refuse,
    requirePulumiVersion: refuse,
  });
  const port = await new Promise<number>((resolve, reject) => {
    host.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) => (error ? reject(error) : resolve(bound)));
  });
  return { address: `127.0.0.1:${port}`, messages, close: () => host.forceShutdown() };
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
      const warnings = request.news["frozen"] === true ? ["is frozen"] : [];
      return Promise.resolve({ inputs: request.news, failures, warnings });
    },
    diff: (_instance, { news }) =>
      Promise.resolve(
        news["zones"] === undefined
          ? { changes: [], replaces: [], deleteBeforeReplace: false }
          : { changes: ['labels["a.b/c"]', "labels.gone", "zones"], replaces: ["zones"], deleteBeforeReplace: true },
      ),
    create: (instance, request) => {
      seen.push({ instance, request });
      return request.inputs["ready"] === false
        ? Promise.reject(notReady(request.inputs))
        : Promise.resolve({ id: "id-1", outputs: request.inputs });
    },
    read: (_instance, { id, inputs, outputs }) => Promise.resolve(id === "gone" ? undefined : { id, inputs, outputs }),
    update: (instance, request) => {
      seen.push({ instance, request });
      return request.news["ready"] === false ? Promise.reject(notReady(request.news)) : Promise.resolve(request.news);
    },
    delete: (instance, request) => {
      seen.push({ instance, request });
      const { id } = request;
      if (id === "in use") return Promise.reject(new CloudError("the subnet has dependencies"));
      if (id === "defect") return Promise.reject(new TypeError("undefined is not a function"));
      return Promise.resolve();
    },
    invoke: (_instance, token) => Promise.resolve({ token }),
    cancel: (instance) => seen.push({ instance, request: "cancel" }),
  };
}

function notReady({ text = "" }: Properties): NotReadyError {
  const outputs = text === "" ? { size: 2 } : { size: 2, text };
  return new NotReadyError("'web' was made and does not start", { id: "ns/web", outputs }, ["no pod is ready", "no node is free"]);
}
