import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureTools } from "../../../lab/tools/ensure";
import { withLock } from "../../../lab/tools/lock";
import type { Progress } from "../../../lab/tools/progress";

describe("building tools", () => {
  const original = { ...process.env };
  let folder = "";
  let shown: string[] = [];
  const progress: Progress = { show: (step, detail) => shown.push(`${step}: ${detail}`), keep: (line) => shown.push(line) };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "lab-tools-"));
    shown = [];
    mkdirSync(join(folder, "bin"));
    // No tool and no Go of this machine.
    process.env["PATH"] = join(folder, "bin");
    process.env["XDG_CACHE_HOME"] = folder;
    delete process.env["KUBEBUILDER_ASSETS"];
    delete process.env["GATEWAY_FLEET_TOOLS"];
  });
  afterEach(() => {
    process.env = { ...original };
    rmSync(folder, { recursive: true });
  });

  it("says what to install where Go is missing", async () => {
    await assert.rejects(
      ensureTools(["etcd", "kwok"], progress),
      /needs Go, which is not on PATH: install Go 1\.26 or newer .*etcd 3\.5 or 3\.6, kwok/,
    );
  });

  it("refuses a Go that is too old and may not fetch a newer one", async () => {
    fakeGo("go1.22.1", "local");
    await assert.rejects(ensureTools(["kwok"], progress), /go1\.22\.1 is too old .*install Go 1\.26/);
  });

  it("builds what is missing from a module with its replacements carried over, shows it from the start, and finds it the next time", async () => {
    fakeGo("go1.26.0", "auto");
    const { "kube-apiserver": path, "kube-scheduler": scheduler } = await ensureTools(["kube-apiserver", "kube-scheduler"], progress);
    assert.equal(path, join(folder, "gateway-fleet", "tools", "kube-apiserver-1.36.3", "kube-apiserver"));
    assert.ok(existsSync(scheduler));
    const goMod = readFileSync(path, "utf8");
    assert.match(goMod, /^require k8s\.io\/kubernetes v1\.36\.3$/m);
    assert.match(goMod, /^replace k8s\.io\/api => k8s\.io\/api v0\.36\.3$/m);
    assert.match(goMod, /^replace example\.com\/fork => example\.com\/other v1\.2\.3$/m);
    assert.match(shown[0] ?? "", /^building kube-apiserver, kube-scheduler v1\.36\.3 \(1 of 1\): 0s, usually about/);
    assert.match(shown.at(-1) ?? "", /^built kube-apiserver, kube-scheduler v1\.36\.3 in \d+s$/);

    shown = [];
    assert.equal((await ensureTools(["kube-apiserver"], progress))["kube-apiserver"], path);
    assert.deepEqual(shown, []);
    assert.deepEqual(readdirSync(join(folder, "gateway-fleet", "tools", ".building")), []);
  });

  it("shows the last lines of a build that fails, and leaves nothing that could be taken for a tool", async () => {
    fakeGo("go1.26.0", "auto", "echo 'undefined: Foo' >&2; exit 2");
    await assert.rejects(
      ensureTools(["etcd"], progress),
      /could not build etcd v3\.6\.6: go build failed with exit code 2; .*\n {2}undefined: Foo/,
    );
    assert.deepEqual(readdirSync(join(folder, "gateway-fleet", "tools")), [".building"]);
  });

  it("waits for another lab's lock, and takes over one whose process is gone", async () => {
    const path = join(folder, "lock");
    const order: string[] = [];
    const first = withLock(
      path,
      () => undefined,
      async () => {
        await new Promise((resolve) => setTimeout(resolve, 50));
        order.push("first");
      },
    );
    const second = withLock(
      path,
      () => order.push("waiting"),
      () => Promise.resolve(order.push("second")),
    );
    await Promise.all([first, second]);
    assert.deepEqual(order, ["waiting", "first", "second"]);

    const { pid } = spawnSync("sh", ["-c", "exit 0"]);
    writeFileSync(path, JSON.stringify({ pid, startTicks: 1 }));
    assert.equal(
      await withLock(
        path,
        () => assert.fail("waits for a process that is gone"),
        () => Promise.resolve("worked"),
      ),
      "worked",
    );
    assert.ok(!existsSync(path));
  });

  /** Answers as go does for the questions that a build asks; its build writes the go.mod that it got as the program. */
  function fakeGo(
    version: string,
    toolchain: string,
    build = 'while [ "$1" != -o ]; do shift; done; /bin/cat go.mod > "$2"; /bin/chmod +x "$2"',
  ): void {
    const replace = [
      { Old: { Path: "k8s.io/api" }, New: { Path: "./staging/src/k8s.io/api" } },
      { Old: { Path: "example.com/fork" }, New: { Path: "example.com/other", Version: "v1.2.3" } },
    ];
    const script = `#!/bin/sh
case "$1 $2" in
  "env GOVERSION") echo ${version}; echo ${toolchain} ;;
  "mod download") echo '{"GoMod":"/upstream/go.mod"}' ;;
  "mod edit") echo '${JSON.stringify({ Go: "1.26.0", Require: [{ Path: "k8s.io/api" }], Replace: replace })}' ;;
  build*) ${build} ;;
  *) echo "unexpected: go $*" >&2; exit 1 ;;
esac
`;
    writeFileSync(join(folder, "bin", "go"), script, { mode: 0o755 });
  }
});
