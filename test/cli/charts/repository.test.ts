import assert from "node:assert/strict";
import { openSources } from "../../../cli/charts/sources";
import { archiveFor } from "../../../lab/charts/archives";
import { patience, repositoryOf, testServer, type TestServer } from "./servers";

const istiod = { chart: "istiod", version: "1.31.4" };
const cni = { chart: "cni", version: "1.31.4" };

describe("a chart out of a repository", () => {
  let server: TestServer;
  let elsewhere: TestServer;
  beforeEach(async () => {
    server = await testServer();
    elsewhere = await testServer();
  });
  afterEach(() => {
    server.close();
    elsewhere.close();
  });

  const take = (wanted = istiod, path = "/charts") => openSources(undefined, patience)({ ...wanted, source: `${server.url}${path}` });
  const refused = async (pattern: RegExp, wanted = istiod) => {
    await assert.rejects(take(wanted), (error) => {
      assert.match(error instanceof Error ? error.message : "", pattern);
      return true;
    });
  };

  it("is the archive that its index names, relative to itself or anywhere else, and behind redirects", async () => {
    server.answer = repositoryOf([istiod]);
    assert.deepEqual(await take(), archiveFor(istiod));
    assert.deepEqual(await take(istiod, "/charts/"), archiveFor(istiod));
    assert.deepEqual(server.asked.slice(0, 2), ["/charts/index.yaml", "/charts/istiod-1.31.4.tgz"]);

    server.answer = repositoryOf([istiod], () => `${elsewhere.url}/releases/istiod-1.31.4.tgz`);
    elsewhere.answer = ({ url = "" }, response) =>
      url.startsWith("/releases/") ? response.writeHead(302, { location: "/store/1" }).end() : response.end(archiveFor(istiod));
    assert.deepEqual(await take(), archiveFor(istiod));
    assert.deepEqual(elsewhere.asked, ["/releases/istiod-1.31.4.tgz", "/store/1"]);
  });

  it("asks for the index once, however many charts are in it", async () => {
    server.answer = repositoryOf([istiod, cni]);
    const archiveOf = openSources(undefined, patience);
    await Promise.all([istiod, cni].map((chart) => archiveOf({ ...chart, source: server.url })));
    assert.deepEqual(server.asked.sort(), ["/cni-1.31.4.tgz", "/index.yaml", "/istiod-1.31.4.tgz"]);
  });

  it("says which versions there are of a chart, where the one that is wanted is not", async () => {
    server.answer = repositoryOf([1, 2, 3, 4, 5, 6].map((patch) => ({ chart: "istiod", version: `1.30.${patch}` })));
    await refused(
      /^http:.*\/charts has no istiod 1\.31\.4; of that chart it has 1\.30\.1, 1\.30\.2, 1\.30\.3, 1\.30\.4, 1\.30\.5, \.\.\.$/,
    );
    await refused(/has no cni 1\.31\.4$/, cni);
    await refused(/has no constructor 1\.0\.0$/, { chart: "constructor", version: "1.0.0" });
  });

  it("is asked for again while the server is busy or breaks off, and then no more", async () => {
    let times = 0;
    server.answer = (request, response) => {
      times += 1;
      if (times === 1) response.writeHead(500).end();
      else if (times === 3) response.writeHead(200, { "content-length": 5_000 }).write("half", () => response.destroy());
      else repositoryOf([istiod])(request, response);
    };
    assert.deepEqual(await take(), archiveFor(istiod));
    assert.equal(times, 4);

    server.answer = (_request, response) => response.writeHead(503).end();
    server.asked.length = 0;
    await refused(/index\.yaml answers 503 Service Unavailable, 3 times$/);
    assert.equal(server.asked.length, 3);

    server.answer = (request, response) => {
      if (request.url?.endsWith(".yaml") === true) repositoryOf([istiod])(request, response);
      else response.writeHead(200, { "content-length": 5_000 }).write("half", () => response.destroy());
    };
    await refused(/istiod-1\.31\.4\.tgz cannot be had: .+, 3 times$/);
  });

  it("is not asked for again where that would change nothing", async () => {
    await refused(/index\.yaml answers 404 Not Found$/);
    server.answer = (_request, response) => response.end("<html>Please log in</html>");
    await refused(/index\.yaml is no index of a chart repository$/);
    assert.equal(server.asked.length, 2);
  });

  it("is given up when nothing comes any more", async () => {
    server.answer = () => undefined;
    await refused(/index\.yaml cannot be had: nothing came for 0\.3 s, 3 times$/);
  });

  it("is taken over no connection that anybody on the way could change", async () => {
    server.answer = (_request, response) => response.writeHead(302, { location: "http://192.0.2.1/index.yaml" }).end();
    await refused(/index\.yaml leads to http:\/\/192\.0\.2\.1\/index\.yaml, without TLS$/);
    server.answer = repositoryOf([istiod], () => "http://192.0.2.1/istiod.tgz");
    await refused(/has the archive at http:\/\/192\.0\.2\.1\/istiod\.tgz, without TLS$/);
    server.answer = (_request, response) => response.writeHead(302, { location: "/again" }).end();
    await refused(/index\.yaml leads on and on, after 5 redirects to http:.*\/again$/);
  });
});
