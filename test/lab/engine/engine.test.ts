import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Engine } from "../../../lab/engine/engine";
import { createPrograms, type Programs } from "../../../lab/engine/program/programs";
import { engineEnvironment } from "../../../lab/engine/workspace";
import { labHome } from "../../../lab/home";
import { NotReadyError, type ProviderBackend } from "../../../lab/provider/backend";
import { createCallCounts } from "../../../lab/provider/counts";
import { serve, type ProviderServer } from "../../../lab/provider/server";
import { ensureTools } from "../../../lab/tools/ensure";
import { consoleProgress } from "../../../lab/tools/progress";

/** The real engine against a provider that does what a test wants of it: each test goes on where the last one ended. */
describe("the engine on a provider of the lab", function () {
  this.timeout(900_000);
  const root = mkdtempSync(join(tmpdir(), "gateway-fleet-engine-"));
  const changes: { readonly method: string; readonly timeoutSeconds: number | undefined }[] = [];
  let isReady = false;
  let warning = "the network is public";
  let server: ProviderServer;
  let programs: Programs;
  let engine: Engine;

  before(async () => {
    const home = labHome(root, "test");
    mkdirSync(home.root, { recursive: true });
    const project = { name: "engine-test", root, main: join(__dirname, "fixtures/program.ts") };
    writeFileSync(join(root, "Pulumi.yaml"), "name: engine-test\nruntime: nodejs\n");
    const { pulumi } = await ensureTools(["pulumi"], consoleProgress());
    server = await serve(vpcs(), createCallCounts());
    const env = engineEnvironment(home, new Map([["aws", server.port]]));
    programs = createPrograms({ main: project.main, projectRoot: root, env }, 2);
    engine = new Engine({ home, project, stack: "test", binary: pulumi, programs, env });
    await engine.init();
  });
  after(async () => {
    programs.close();
    await server.close();
    rmSync(root, { recursive: true, force: true });
  });

  it("keeps a resource that was made and is not ready, within the program's own timeout", async () => {
    const { succeeded, errors } = await engine.run("up", {});
    assert.ok(!succeeded);
    assert.match(errors.join("\n"), /the network was made and carries nothing[\s\S]*no route is there/);
    assert.deepEqual(recorded(), { id: "vpc-1", initErrors: ["the network was made and carries nothing", "no route is there"] });
    assert.deepEqual(changes.splice(0), [{ method: "create", timeoutSeconds: 30 }]);
  });

  it("waits for it again in the next update instead of making it twice", async () => {
    isReady = true;
    assert.ok((await engine.run("up", {})).succeeded);
    assert.deepEqual(recorded(), { id: "vpc-1", initErrors: undefined });
    assert.deepEqual(changes, [{ method: "update", timeoutSeconds: 60 }]);
  });

  it("passes a provider's warnings on, with the resource that each is about", async () => {
    const { warnings } = await engine.run("preview", {});
    assert.deepEqual(warnings, [{ urn: "urn:pulumi:test::engine-test::aws:ec2/vpc:Vpc::net", message: "the network is public" }]);
  });

  it("needs no update where a preview changes nothing and warns only of what the last update went on with", async () => {
    const needed = async (): Promise<boolean> => (await engine.previewForUpdate({})).isNeeded;
    assert.equal(await needed(), false);
    warning = "the network has no room for one more";
    assert.equal(await needed(), true);
    assert.ok((await engine.run("up", {})).succeeded);
    assert.equal(await needed(), false);
  });

  it("remembers an operation that its lab did not see the end of, whatever is previewed after it, until one ends", async () => {
    const cutOff = { pid: 0, startTicks: 1 };
    writeFileSync(join(labHome(root, "test").engine, "test.process.json"), JSON.stringify(cutOff));
    await engine.run("preview", {});
    assert.deepEqual(engine.lastProcess(), cutOff);
    await engine.run("up", {});
    assert.equal(engine.lastProcess(), undefined);
  });

  it("leaves nothing in its backend that is written in place and that a crash could cut off", () => {
    const files = readdirSync(labHome(root, "test").backend, { recursive: true }) as string[];
    assert.ok(files.includes(join(".pulumi", "stacks", "engine-test", "test.json")));
    assert.deepEqual(
      files.filter((file) => file.endsWith(".attrs")),
      [],
    );
  });

  function recorded(): { readonly id: unknown; readonly initErrors: unknown } {
    const { deployment } = engine.state();
    const resource = deployment.resources?.find(({ type }) => type === "aws:ec2/vpc:Vpc") ?? {};
    const { id, initErrors } = resource as { readonly id?: unknown; readonly initErrors?: unknown };
    return { id, initErrors };
  }

  function vpcs(): ProviderBackend<object> {
    const change = <Answer>(method: string, timeoutSeconds: number | undefined, answer: Answer): Promise<Answer> => {
      changes.push({ method, timeoutSeconds });
      if (isReady) return Promise.resolve(answer);
      return Promise.reject(
        new NotReadyError("the network was made and carries nothing", { id: "vpc-1", outputs: {} }, ["no route is there"]),
      );
    };
    return {
      name: "aws",
      configure: () => Promise.resolve({}),
      replacesProvider: () => [],
      check: (_instance, { news }) => Promise.resolve({ inputs: news, failures: [], warnings: [warning] }),
      diff: () => Promise.resolve({ changes: [], replaces: [], deleteBeforeReplace: false }),
      create: (_instance, { inputs, timeoutSeconds }) => change("create", timeoutSeconds, { id: "vpc-1", outputs: inputs }),
      read: (_instance, { id, inputs, outputs }) => Promise.resolve({ id, inputs, outputs }),
      update: (_instance, { news, timeoutSeconds }) => change("update", timeoutSeconds, news),
      delete: () => Promise.resolve(),
      invoke: () => Promise.resolve({}),
    };
  }
});
