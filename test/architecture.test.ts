import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { carelessComponents, importsOf, madeInsideApply, outsideKnowledge } from "./architecture/detectors";

const root = join(__dirname, "..");

describe("the architecture", function () {
  // Reads and parses every source file.
  this.timeout(60_000);

  describe("who imports whom", () => {
    it("lets index import config, the plan and stacks, and nothing else of the program", () => {
      assert.deepEqual(
        violations(["index.ts"], ({ target }) => isOurs(target) && !/^(config|plan|stacks)\//.test(target)),
        [],
      );
    });

    it("lets components import types of the plan, the facts and the catalogue, and nothing else of the program", () => {
      assert.deepEqual(
        violations(
          filesIn("components"),
          ({ target, typeOnly }) =>
            isOurs(target) && !target.startsWith("components/") && !(typeOnly && /^(plan|facts|catalogue)\//.test(target)),
        ),
        [],
      );
    });

    it("lets the facts about resource types import each other and what computes, since whoever plans or imitates a cloud reads them", () => {
      assert.deepEqual(
        violations(filesIn("facts"), ({ target }) => !target.startsWith("facts/") && !computing.includes(target)),
        [],
      );
    });

    it("keeps Pulumi out of config and plan", () => {
      const files = [...filesIn("config"), ...filesIn("plan")];
      assert.deepEqual(
        violations(files, ({ target }) => target.startsWith("@pulumi/")),
        [],
      );
    });

    it("lets nothing of the program import index, preview, report, cli, lab or policy", () => {
      const files = [...["config", "catalogue", "facts", "plan", "components", "stacks"].flatMap(filesIn), "index.ts"];
      assert.deepEqual(
        violations(files, ({ target }) => /^(index\.ts|preview\/|report\/|cli\/|lab\/|policy\/)/.test(target)),
        [],
      );
    });

    it("lets policy import nothing of the program: it judges what is planned, whoever planned it", () => {
      assert.deepEqual(
        violations(filesIn("policy"), ({ target }) => (isOurs(target) && !target.startsWith("policy/")) || readsFiles(target)),
        [],
      );
    });

    it("loads the parts of a cloud's SDK that are used, and never all of it", () => {
      const whole = ["@pulumi/aws", "@pulumi/azure-native", "@pulumi/gcp", "@pulumi/kubernetes", "@pulumi/kubernetes/helm/v3"];
      const program = ["index.ts", ...filesIn("stacks"), ...filesIn("components")];
      assert.deepEqual(
        violations(program, ({ target, typeOnly }) => whole.includes(target) && !typeOnly),
        [],
      );
    });

    it("loads all of azure-native nowhere, since that takes ten seconds", () => {
      assert.deepEqual(
        violations(everything(), ({ target, typeOnly }) => target === "@pulumi/azure-native" && !typeOnly),
        [],
      );
    });
  });

  describe("what components do", () => {
    it("hand their options on and say when they are done", () => {
      assert.deepEqual(found([...filesIn("components"), ...filesIn("stacks")], carelessComponents), []);
    });

    it("make nothing inside apply, where a preview would not see it", () => {
      assert.deepEqual(found([...filesIn("components"), ...filesIn("stacks"), "index.ts"], madeInsideApply), []);
    });

    it("know what they are told, and read no environment, configuration, file or clock", () => {
      assert.deepEqual(found(filesIn("components"), outsideKnowledge), []);
      assert.deepEqual(
        violations(filesIn("components"), ({ target }) => readsFiles(target)),
        [],
      );
    });
  });

  describe("what the plan does", () => {
    it("is the same whenever and wherever it is made", () => {
      assert.deepEqual(found(filesIn("plan"), outsideKnowledge), []);
      assert.deepEqual(
        violations(filesIn("plan"), ({ target }) => readsFiles(target)),
        [],
      );
    });
  });

  describe("what tests do", () => {
    it("have clusters as a fleet has them, from stacks, and wire none by hand", () => {
      const parts = /\bnew ((?:Eks|Aks|Gke|Karpenter)\w*)\(/g;
      assert.deepEqual(
        found(filesIn("test"), (source) => [...source.matchAll(parts)].map(([, part]) => `makes ${part ?? ""}`)),
        [],
      );
    });
  });

  describe("how long files are", () => {
    it("keeps index.ts on one screen", () => {
      assert.ok(linesOf("index.ts") <= 60, `index.ts has ${linesOf("index.ts")} lines`);
    });

    it("keeps a file to one subject: 250 lines, unless it is one table", () => {
      const long = everything().filter((file) => linesOf(file) > 250 && !tables.some((table) => file.startsWith(table)));
      assert.deepEqual(
        long.map((file) => `${file}: ${linesOf(file)}`),
        [],
      );
    });
  });

  describe("its detectors", () => {
    it("tell imports of types from others", () => {
      const source =
        'import type { A } from "./a"; import { type B } from "./b"; import { type C, d } from "./c"; import "./e"; export { f } from "./f";';
      assert.deepEqual(
        importsOf(source).map(({ from, typeOnly }) => `${from} ${typeOnly}`),
        ["./a true", "./b true", "./c false", "./e false", "./f false"],
      );
    });

    it("see a component that forgets its options or its outputs", () => {
      const component = (body: string) => `class Pool extends pulumi.ComponentResource { constructor(name, args, opts) { ${body} } }`;
      assert.deepEqual(carelessComponents(component('super("t", name, {}, opts); this.registerOutputs({});')), []);
      assert.deepEqual(carelessComponents(component('super("t", name, {}, { ...opts }); this.registerOutputs({});')), []);
      assert.deepEqual(carelessComponents(component('super("t", name); this.registerOutputs({});')), ["Pool does not pass its options on"]);
      assert.deepEqual(carelessComponents(component('super("t", name, {}, opts);')), ["Pool never calls registerOutputs"]);
      assert.deepEqual(carelessComponents("class Pool { constructor(opts) {} }"), []);
    });

    it("see a resource that is made inside apply", () => {
      assert.deepEqual(madeInsideApply("vpc.id.apply((id) => new aws.ec2.Subnet(id))"), ["aws.ec2.Subnet"]);
      assert.deepEqual(madeInsideApply("vpc.id.apply((id) => { throw new Error(id); }); new aws.ec2.Subnet(x)"), []);
    });

    it("see what comes from outside", () => {
      assert.deepEqual(outsideKnowledge('const a = process.env["HOME"]; const b = new Date(); const c = Date.now();'), [
        "process.env",
        "new Date",
        "Date.now",
      ]);
      assert.deepEqual(outsideKnowledge("const date = plan.date; const env = args.env;"), []);
    });
  });
});

/** Libraries that ask nobody: addresses, YAML and comparison. Of node:net only what an address is. */
const computing = ["fastest-levenshtein", "ipaddr.js", "node:net", "node:util", "yaml"];

/** One table each: a catalogue, what is known of resource types, types of kinds, a list of what must hold. */
const tables = ["catalogue/", "facts/", "facts/customResourceDefinitions/", "test/"];

interface Edge {
  /** Relative to the repository for our own files, else the module's name. */
  readonly target: string;
  readonly typeOnly: boolean;
}

function violations(files: readonly string[], isWrong: (edge: Edge) => boolean): readonly string[] {
  return found(files, (source, file) =>
    importsOf(source)
      .map(({ from, typeOnly }) => ({ target: resolve(file, from), typeOnly }))
      .filter(isWrong)
      .map(({ target }) => `imports ${target}`),
  );
}

function found(files: readonly string[], detect: (source: string, file: string) => readonly string[]): readonly string[] {
  return files.flatMap((file) => detect(readFileSync(join(root, file), "utf8"), file).map((what) => `${file}: ${what}`));
}

function resolve(file: string, from: string): string {
  if (!from.startsWith(".")) return from;
  const path = join(dirname(file), from);
  const candidates = [path, `${path}.ts`, join(path, "index.ts")];
  return candidates.find((candidate) => candidate.endsWith(".ts") && existsSync(join(root, candidate))) ?? path;
}

function isOurs(target: string): boolean {
  return /^(index\.ts$|(config|catalogue|facts|plan|components|stacks|preview|report|policy|cli|lab|test)\/)/.test(target);
}

function readsFiles(target: string): boolean {
  return /^(node:)?(fs|child_process|os|net|http|https|worker_threads)(\/|$)/.test(target);
}

function everything(): readonly string[] {
  return [
    "index.ts",
    ...["config", "catalogue", "facts", "plan", "components", "stacks", "preview", "report", "policy", "cli", "lab", "test"].flatMap(
      filesIn,
    ),
  ];
}

/** TypeScript files below a folder, relative to the repository. */
function filesIn(folder: string): readonly string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => relative(root, join(root, folder, file)))
    .sort();
}

function linesOf(file: string): number {
  return readFileSync(join(root, file), "utf8").trimEnd().split("\n").length;
}
