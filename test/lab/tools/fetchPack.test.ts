import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fetchPack } from "../../../lab/tools/fetchPack";
import { packSource, type PackSource } from "../../../lab/tools/packSource";
import type { Progress } from "../../../lab/tools/progress";

describe("getting a pack of tools", () => {
  const pack = Buffer.alloc(3_000_000, "pack");
  let folder = "";
  let shown: string[] = [];
  let answer: RequestListener;
  let server: Server;
  let host = "";
  let onShow: (detail: string) => unknown;
  const progress: Progress = {
    show(step, detail) {
      shown.push(`${step}: ${detail}`);
      onShow(detail);
    },
    keep: () => assert.fail("a step on the way to the tools is over with them"),
  };

  before(async () => {
    server = createServer((request, response) => answer(request, response)).listen(0, "127.0.0.1");
    await once(server, "listening");
    host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => {
    server.close();
    server.closeAllConnections();
  });
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "lab-pack-"));
    shown = [];
    answer = () => assert.fail("nobody asks the server");
    onShow = () => undefined;
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("follows redirects, shows how much has come, and tells the server the credentials but nobody else", async () => {
    const asked: string[] = [];
    answer = (request, response) => {
      asked.push(`${request.url} ${request.headers.authorization}`);
      if (request.url?.startsWith("/latest") === true) response.writeHead(302, { location: "/3.tgz" }).end();
      else response.writeHead(200, { "content-length": pack.length }).end(pack);
    };
    const to = await take(sourceOf(`http://us%C3%A9r:hunter2@${host}/latest.tgz?token=hunter3`));
    assert.deepEqual(readFileSync(to), pack);
    const authorization = `Basic ${Buffer.from("usér:hunter2").toString("base64")}`;
    assert.deepEqual(asked, [`/latest.tgz?token=hunter3 ${authorization}`, `/3.tgz ${authorization}`]);
    assert.equal(shown[0], `downloading the tools from http://${host}/latest.tgz: `);
    assert.equal(shown.at(-1), `downloading the tools from http://${host}/latest.tgz: 3.0 MB of 3.0 MB, 100%`);
    assert.doesNotMatch(shown.join(), /hunter/);
  });

  it("shows how much has come, too, where the server does not say how much there is", async () => {
    answer = (_request, response) => response.write(pack, () => response.end());
    await take(sourceOf(`http://${host}/tools.tgz`));
    assert.equal(shown.at(-1), `downloading the tools from http://${host}/tools.tgz: 3.0 MB`);
  });

  it("says both checksums where they differ, of a file as of a download", async () => {
    const other = Buffer.from("another pack");
    answer = (_request, response) => response.end(other);
    writeFileSync(join(folder, "tools.tgz"), other);
    for (const location of [`http://${host}/tools.tgz`, join(folder, "tools.tgz")])
      await assert.rejects(
        take(sourceOf(location)),
        new Error(
          `the tools from ${location} were not unpacked: their sha256 is ${digest(other)}, and GATEWAY_FLEET_TOOLS says ${digest(pack)}; ` +
            "the file is not whole or another one: get it again, or ask whoever packed it for the line",
        ),
      );
  });

  it("says how much came of a download that is cut off", async () => {
    answer = (_request, response) => {
      response.writeHead(200, { "content-length": pack.length }).write(pack.subarray(0, 1_000_000));
      onShow = (detail) => detail.startsWith("1.0 MB") && response.destroy();
    };
    await assert.rejects(
      take(sourceOf(`http://${host}/tools.tgz`)),
      failed("the connection broke off (UND_ERR_SOCKET) after 1.0 MB of 3.0 MB"),
    );
  });

  it("waits a while for a server that has gone silent, and says so", async () => {
    answer = (_request, response) => response.writeHead(200, { "content-length": pack.length }).write(pack.subarray(0, 500_000));
    await assert.rejects(take(sourceOf(`http://${host}/tools.tgz`), 500), failed("nothing came for 0.5 s after 0.5 MB of 3.0 MB"));
    answer = () => undefined;
    await assert.rejects(take(sourceOf(`http://${host}/tools.tgz`), 500), failed("nothing came for 0.5 s"));
  });

  it("says what a server answers that has no pack", async () => {
    answer = (_request, response) => response.writeHead(404).end("<html>");
    await assert.rejects(take(sourceOf(`http://${host}/tools.tgz?token=hunter3`)), failed("the server answers 404 Not Found"));
  });

  it("says where nobody answers, or where there is no such host", async () => {
    const closed = createServer().listen(0, "127.0.0.1");
    await once(closed, "listening");
    const { port } = closed.address() as AddressInfo;
    closed.close();
    const nobody = `http://127.0.0.1:${port}/tools.tgz`;
    await assert.rejects(take(sourceOf(nobody)), failed("nothing answers there (ECONNREFUSED)", nobody));
    const nowhere = "http://nowhere.invalid/tools.tgz";
    await assert.rejects(
      take(sourceOf(nowhere)),
      /nowhere\.invalid\/tools\.tgz: the host's name cannot be resolved.* \(E\w+\); check the URL/,
    );
  });

  it("says what is wrong with a file", async () => {
    const reason = (path: string, why: string) =>
      new Error(
        `cannot take the tools from ${path}: ${why}; name another file in GATEWAY_FLEET_TOOLS, or unset it to build the tools here`,
      );
    const missing = join(folder, "missing.tgz");
    await assert.rejects(take(sourceOf(missing)), reason(missing, "there is no such file (ENOENT)"));
    await assert.rejects(take(sourceOf(folder)), reason(folder, "it is a folder (EISDIR)"));
  });

  async function take(source: PackSource, patience?: number): Promise<string> {
    const to = join(folder, "taken.tgz");
    await fetchPack(source, to, progress, patience);
    return to;
  }

  function sourceOf(location: string): PackSource {
    const source = packSource({ GATEWAY_FLEET_TOOLS: `${location}#sha256=${digest(pack)}` });
    assert.ok(source !== undefined);
    return source;
  }

  function failed(reason: string, url = `http://${host}/tools.tgz`): Error {
    const remedy = "check the URL and the network and try again, download the file in another way and name that in GATEWAY_FLEET_TOOLS";
    return new Error(`cannot take the tools from ${url}: ${reason}; ${remedy}, or unset it to build the tools here`);
  }

  function digest(bytes: Buffer): string {
    return createHash("sha256").update(bytes).digest("hex");
  }
});
