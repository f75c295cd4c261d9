import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { parseVersion, tools } from "../../../lab/tools/catalogue";
import { cachedPath, findTool, toolCache } from "../../../lab/tools/find";

describe("finding tools", () => {
  let folder = "";
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "lab-tools-"))));
  afterEach(() => rmSync(folder, { recursive: true }));

  const environment = (): NodeJS.ProcessEnv => ({
    PATH: [join(folder, "first"), join(folder, "second")].join(":"),
    KUBEBUILDER_ASSETS: join(folder, "assets"),
    XDG_CACHE_HOME: join(folder, "cache"),
  });

  it("takes the first acceptable version on PATH and passes over an older one before it", async () => {
    program(join(folder, "first", "kube-apiserver"), "Kubernetes v1.29.3");
    const wanted = program(join(folder, "second", "kube-apiserver"), "Kubernetes v1.36.1");
    program(join(folder, "assets", "kube-apiserver"), "Kubernetes v1.36.3");
    assert.equal(await findTool(tools["kube-apiserver"], environment()), wanted);
  });

  it("looks in KUBEBUILDER_ASSETS after PATH", async () => {
    const wanted = program(join(folder, "assets", "etcd"), "etcd Version: 3.6.1");
    assert.equal(await findTool(tools.etcd, environment()), wanted);
  });

  it("passes over a program that cannot say its version, and uses what it has built before", async () => {
    program(join(folder, "first", "pulumi"), "", 1);
    const cached = program(cachedPath(tools.pulumi, toolCache(environment())), "v3.274.0");
    assert.equal(await findTool(tools.pulumi, environment()), cached);
  });

  it("accepts pulumi from 3.274 on, below 4", () => {
    const accepted = ["3.273.9", "v3.274.0", "3.275.1", "4.0.0"].filter((text) => {
      const version = parseVersion(text);
      return version !== undefined && tools.pulumi.accepts(version);
    });
    assert.deepEqual(accepted, ["v3.274.0", "3.275.1"]);
  });

  it("reads a version from any sentence around it", () => {
    const number = fc.nat({ max: 999 });
    const words = fc.constantFrom("Kubernetes v", "etcd Version: ", "v", "kwok version v", "Client Version: v");
    fc.assert(
      fc.property(words, number, number, number, (before, major, minor, patch) => {
        assert.deepEqual(parseVersion(`${before}${major}.${minor}.${patch} (linux/amd64)\n`), { major, minor, patch });
      }),
    );
  });

  it("finds nothing where there is nothing, and takes a relative cache folder for unset", async () => {
    assert.equal(await findTool(tools.kwok, environment()), undefined);
    assert.equal(toolCache({ XDG_CACHE_HOME: "relative" }), toolCache({}));
  });
});

function program(path: string, answer: string, exitCode = 0): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `#!/bin/sh\necho '${answer}'\nexit ${exitCode}\n`, { mode: 0o755 });
  return path;
}
