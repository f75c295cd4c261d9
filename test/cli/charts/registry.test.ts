import assert from "node:assert/strict";
import { openSources } from "../../../cli/charts/sources";
import { archiveFor } from "../../../lab/charts/archives";
import { patience, registryOf, testServer, token, type TestServer } from "./servers";

const karpenter = { chart: "karpenter", version: "1.14.1" };

describe("a chart out of a registry", () => {
  let registry: TestServer;
  let elsewhere: TestServer;
  beforeEach(async () => {
    registry = await testServer();
    elsewhere = await testServer();
    elsewhere.answer = (request, response) =>
      request.url?.startsWith("/token") === true ? response.end(JSON.stringify({ token })) : response.end(archiveFor(karpenter));
  });
  afterEach(() => {
    registry.close();
    elsewhere.close();
  });

  const take = (wanted = karpenter) =>
    openSources(undefined, patience)({ ...wanted, source: `oci://${registry.host}/charts/${wanted.chart}` });
  const refused = async (pattern: RegExp) => {
    await assert.rejects(take(), (error) => {
      assert.match(error instanceof Error ? error.message : "", pattern);
      return true;
    });
  };

  it("is the layer of its manifest that Helm puts charts into", async () => {
    registry.answer = registryOf([karpenter]);
    assert.deepEqual(await take(), archiveFor(karpenter));
    assert.equal(registry.asked[0], "/v2/charts/karpenter/manifests/1.14.1");
    assert.match(registry.asked[1] ?? "", /^\/v2\/charts\/karpenter\/blobs\/sha256:[0-9a-f]{64}$/);
  });

  it("has a tag without the plus sign that a version may have", async () => {
    const built = { chart: "karpenter", version: "1.14.1+build.5" };
    registry.answer = registryOf([built]);
    assert.deepEqual(await take(built), archiveFor(built));
    assert.equal(registry.asked[0], "/v2/charts/karpenter/manifests/1.14.1_build.5");
  });

  it("is given to whoever has a token, which is given to anybody, and to nobody that the registry sends on to", async () => {
    registry.answer = registryOf([karpenter], { realm: `${elsewhere.url}/token?from=here`, blobsAt: `${elsewhere.url}/store` });
    assert.deepEqual(await take(), archiveFor(karpenter));
    const [manifest, again, blob] = registry.asked;
    assert.deepEqual([manifest, again], [`/v2/charts/karpenter/manifests/1.14.1`, `/v2/charts/karpenter/manifests/1.14.1 Bearer ${token}`]);
    assert.match(blob ?? "", /\/blobs\/sha256:[0-9a-f]+ Bearer for-anybody$/);
    const [asked, stored] = elsewhere.asked;
    assert.equal(asked, "/token?from=here&service=test+registry&scope=repository%3Acharts%3Apull");
    assert.match(stored ?? "", /^\/store\/sha256:[0-9a-f]+$/);
  });

  it("is not to be had where tokens are for accounts", async () => {
    registry.answer = registryOf([karpenter], { realm: `${elsewhere.url}/token` });
    elsewhere.answer = (_request, response) => response.writeHead(403).end();
    await refused(/\/token\?.* answers 403 Forbidden, and gives no token for http:.*\/manifests\/1\.14\.1$/);
    elsewhere.answer = (_request, response) => response.end("{}");
    await refused(/\/token\?.* gives no token for http:/);
    elsewhere.answer = (_request, response) => response.end(JSON.stringify({ access_token: "another" }));
    await refused(/\/manifests\/1\.14\.1 answers 401 Unauthorized$/);
    registry.answer = (_request, response) => response.writeHead(401, { "www-authenticate": 'Basic realm="here"' }).end();
    await refused(/\/manifests\/1\.14\.1 wants an account; name a mirror that anybody may read$/);
    registry.answer = registryOf([karpenter], { realm: "http://192.0.2.1/token" });
    await refused(/has its tokens given out at http:\/\/192\.0\.2\.1\/token, without TLS$/);
  });

  it("is not taken for another one: no version, no chart, no manifest, another archive", async () => {
    registry.answer = registryOf([]);
    await refused(/\/v2\/charts\/karpenter\/manifests\/1\.14\.1 answers 404 Not Found$/);
    registry.answer = registryOf([karpenter], { layerType: "application/vnd.oci.image.layer.v1.tar+gzip" });
    await refused(/^oci:.*\/charts\/karpenter is no chart: no layer of its manifest is of type application\/vnd\.cncf\.helm\.chart/);
    registry.answer = (_request, response) => response.end("<html></html>");
    await refused(/is no chart/);
    elsewhere.answer = (_request, response) => response.end("something else");
    registry.answer = registryOf([karpenter], { blobsAt: `${elsewhere.url}/store` });
    await refused(/\/blobs\/sha256:[0-9a-f]+ sends something else, of sha256:[0-9a-f]+$/);
  });
});
