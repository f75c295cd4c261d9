import assert from "node:assert/strict";
import { readYaml } from "../../../config/file/yaml";
import { complaints, edited, problemsOf } from "../project";

const prod = edited("prod");
const only = (text: string) => complaints({ prod: text }, "prod");
const faults = (text: string) => readYaml("a.yaml", text).problems.map(({ message }) => message.replace("is not valid YAML: ", ""));

describe("the text of a stack file", () => {
  it("has one document, and what follows is no less wrong for being broken", () => {
    for (const second of ["a: 1\n", "config: {}\n", "- x\n", "a: b: c\n"])
      assert.match(only(`${prod}---\n${second}`).join(), /a second document begins, of which nothing would be read/);
    assert.notDeepEqual(only(`${prod}---\n]\n`), []);
    assert.match(only(`${prod}...\na: 1\n`).join(), /a second document/);
    assert.match(only(`---\n---\n${prod}`).join(), /a second document/);
    assert.deepEqual(only(`---\n${prod}---\n# nothing\n`), []);
  });

  it("has no key that every object has anyway", () => {
    const hidden = prod.replace("      port: 8080\n", "      port: 8080\n      __proto__: { spot: avoid }\n");
    assert.match(only(hidden).join(), /__proto__ is no key of anything here; remove it \(line \d+, column 7\)/);
    assert.match(only(prod.replace("config:\n", "__proto__: {}\nconfig:\n")).join(), /__proto__ is no key/);
  });

  it("has keys that are different texts", () => {
    assert.deepEqual(faults('1: a\n"1": b\n'), ['"1" is written twice in one map, merge the two (line 2, column 1)']);
    assert.deepEqual(faults("{ a: 1, a: 2, a: 3 }").length, 2);
    assert.deepEqual(faults("1.30: a\n"), ["the key 1.30 is a number and would be read as 1.3; put it in quotes (line 1, column 1)"]);
    assert.deepEqual(faults("? { a: b }\n: c\n"), ["a key is a list, a map or an alias; write a name (line 1, column 3)"]);
    assert.deepEqual(faults("? \n: c\n"), ["a key is empty; write its name, or remove the line (line 1, column 3)"]);
  });

  it("has no anchor inside itself, and says so where it is used", () => {
    assert.deepEqual(faults("a: &a { b: *a }\n"), ["*a is inside &a, which would have no end; write it out (line 1, column 12)"]);
    assert.deepEqual(faults("a: &a [1]\nb: *a\nc: &a [2, *a]\n"), [
      "*a is inside &a, which would have no end; write it out (line 3, column 11)",
    ]);
    assert.deepEqual(readYaml("a.yaml", "a: &a [1]\nb: *a\n").content, { a: [1], b: [1] });
  });

  it("may use an anchor as often as there are clusters, and not more than values are read", () => {
    assert.deepEqual(faults(`a: &a [1, 2]\n${Array.from({ length: 1000 }, (_, index) => `b${index}: *a\n`).join("")}`), []);
    const laughs = Array.from({ length: 20 }, (_, index) => `a${index + 1}: &a${index + 1} [*a${index}, *a${index}, *a${index}]\n`).join(
      "",
    );
    assert.match(
      faults(`a0: &a0 [x]\n${laughs}`).join(),
      /comes to \d+ values, what aliases stand for counted each time, and at most 20000/,
    );
  });

  it("is nested no deeper than anything could walk", () => {
    for (const deep of ["[", "{ a: ", "- ", "? "]) {
      assert.match(faults(deep.repeat(20_000)).join(), /^it is nested more than 64 levels deep/);
      assert.match(only(`${prod}${deep.repeat(20_000)}`).join(), /is not valid YAML/);
    }
    assert.deepEqual(faults(`${"[".repeat(60)}${"]".repeat(60)}`), []);
  });

  it("says nothing that it is not read as", () => {
    assert.match(faults("%YAML 1.1\n---\na: yes\n").join(), /it says %YAML 1\.1/);
    assert.match(faults("%FOO bar\n---\na: 1\n").join(), /FOO/);
    assert.match(faults("a: !!set { b }\n").join(), /Unresolved tag/);
  });

  it("says the line of what is wrong with it, to machines too", () => {
    const [problem] = problemsOf({ prod: `${prod}---\na: 1\n` }, "prod");
    assert.equal(problem?.line, prod.split("\n").length + 1);
  });
});

describe("a long stack file", function () {
  this.timeout(60_000);
  const lines = (count: number, line: (index: number) => string) => Array.from({ length: count }, (_, index) => line(index)).join("");
  const inWorkload = (text: string) => prod.replace("      port: 8080\n", `      port: 8080\n${text}`);

  it("with ten thousand unknown keys hears of each in the time of a few", () => {
    const text = inWorkload(lines(10_000, (index) => `      unknown${index}: x\n`));
    const { seconds, result } = timed(() => only(text));
    assert.equal(result.length, 10_000);
    assert.match(result[0] ?? "", /^workloads\.api-gateway\.unknown0: "unknown0" is unknown/);
    assert.ok(seconds < 4, `takes ${seconds} s of a processor`);
  });

  it("is refused above a stated number of values or bytes", () => {
    const variables = (count: number) => inWorkload(`      env:\n${lines(count, (index) => `        V${index}: x\n`)}`);
    assert.deepEqual(only(variables(10_000)), []);
    assert.match(only(variables(20_000)).join(), /has \d+ bytes, at most 262144 are read/);
    assert.match(faults(`[${"1,".repeat(20_000)}]`).join(), /it comes to 20001 values, .* and at most 20000 are read/);
  });
});

/** Of a processor: others may be at it as well. */
function timed<T>(run: () => T): { readonly seconds: number; readonly result: T } {
  const before = process.cpuUsage();
  const result = run();
  const { user, system } = process.cpuUsage(before);
  return { seconds: (user + system) / 1e6, result };
}
