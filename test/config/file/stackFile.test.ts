import assert from "node:assert/strict";
import { ConfigError, listStacks, loadStack, stackFile, withLines } from "../../../config/file/load";
import { formatPath, parsePath } from "../../../config/file/problems";
import { complaints, edited, root, withProject } from "../project";

const prod = edited("prod");
const only = (text: string) => complaints({ prod: text }, "prod");

describe("a stack file", () => {
  it("is found by its stack's name in the project's root", () => {
    withProject({ prod, "a.b-c_1": "" }, (folder) => {
      assert.deepEqual(listStacks(folder), ["a.b-c_1", "prod"]);
      assert.equal(stackFile(folder, "prod"), `${folder}/Pulumi.prod.yaml`);
    });
  });

  for (const stack of listStacks(root))
    it(`of ${stack}, as it is checked in, loads`, () => assert.equal(loadStack(root, stack).stack, stack));

  it("that does not exist is answered with those that do", () => {
    assert.deepEqual(complaints({ prod, staging: "" }, "prd"), [
      ': there is no stack "prd": Pulumi.prd.yaml does not exist; did you mean prod? (there are prod, staging)',
    ]);
    assert.match(complaints({}, "prod").join(), /^: there is no stack "prod": Pulumi\.prod\.yaml does not exist; no stack has a file in /);
    assert.match(complaints({ prod }, "../prod").join(), /^: "\.\.\/prod" is not a stack's name/);
  });

  it("that is empty says what to write", () => {
    for (const text of ["", "\n", "# nothing yet\n", "---\n"])
      assert.deepEqual(only(text), [": is empty; write the stack's config (docs/config.md has every key), or copy another stack's file"]);
    for (const text of ["config:\n", "config: {}\n", "encryptionsalt: v1:abc\n"])
      assert.deepEqual(only(text), ["config: holds no config; write it under config: (docs/config.md has every key)"]);
    assert.deepEqual(only("hello\n"), [": is not a map; write the stack's settings under config:"]);
  });

  it("that is not YAML says where", () => {
    assert.deepEqual(only("config:\n\tx: 1\n"), [": is not valid YAML: Tabs are not allowed as indentation (line 2, column 1)"]);
    assert.deepEqual(only("config:\n  a: [1, 2\n"), [
      ": is not valid YAML: Flow sequence in block collection must be sufficiently indented and end with a ] (line 3, column 1)",
    ]);
    assert.deepEqual(only("config:\n  a: *b\n"), [": is not valid YAML: *b refers to nothing; write &b before it (line 2, column 6)"]);
    assert.deepEqual(only("config:\n  a: !secret b\n"), [": is not valid YAML: Unresolved tag: !secret (line 2, column 6)"]);
  });

  it("says each key once", () => {
    assert.deepEqual(
      only(prod.replace("  gateway-fleet:nodePools:", "  gateway-fleet:settings: {}\n  gateway-fleet:nodePools:")).length,
      1,
    );
    assert.match(
      only(prod.replace("      min: 3\n", "      min: 3\n      min: 4\n")).join(),
      /^: is not valid YAML: min is written twice in one map, merge the two \(line \d+, column 7\)$/,
    );
  });

  it("may hold what Pulumi itself writes", () => {
    assert.deepEqual(
      only(
        `secretsprovider: passphrase\nencryptionsalt: v1:abc\nencryptedkey: abc\n${prod.replace("config:\n", "config:\n  pulumi:tags: { a: b }\n")}`,
      ),
      [],
    );
  });

  it("holds no other config", () => {
    assert.deepEqual(only(prod.replace("config:\n", "config:\n  aws:region: us-west-2\n  my-project:settings: {}\n  clusters: {}\n")), [
      "aws:region: is not read: accounts come from gateway-fleet:clouds and regions from gateway-fleet:clusters; remove it",
      "my-project:settings: is not read: config stands under gateway-fleet:, whatever the project is called; write gateway-fleet:settings, or remove it",
      "clusters: has no namespace; write gateway-fleet:clusters",
    ]);
    assert.deepEqual(only(`${prod}confg: {}\nenvironment: [base]\n`), [
      'confg: "confg" is unknown; did you mean "config"?',
      "environment: imports config from Pulumi ESC, which a plan without an account could not see; write the values under config:",
    ]);
  });

  it("switches default providers off", () => {
    const message =
      'pulumi:disable-default-providers: is missing or misses "*"; write ["*"], so that no resource lands in an account by accident';
    assert.deepEqual(only(prod.replace(/ {2}pulumi:disable-default-providers.*\n/, "")), [message]);
    assert.deepEqual(only(prod.replace(/( {2}pulumi:disable-default-providers: ).*\n/, "$1[aws]\n")), [message]);
  });

  it("holds no encrypted value, at any depth", () => {
    assert.deepEqual(only(prod.replace(/deployer: arn:.*/, "deployer: { secure: AAAB }")), [
      "clouds.aws.deployer: is encrypted, and plans are made without keys; nothing in this file is a secret: write the plain value, and keep secrets in the cloud's secret store",
    ]);
  });

  it("holds maps as YAML, not as JSON in quotes", () => {
    assert.deepEqual(only(edited("prod", [["settings"], '{"name":"gateway"}'])), [
      "settings: is a map (key: value) as text; write it as YAML, or set it with `pulumi config set --path`",
    ]);
  });

  it("may use anchors", () => {
    const text = prod
      .replace("apiAccess:", "apiAccess: &office")
      .replaceAll(/apiAccess:(?! &)[^\n]*\n(?: {8}.*\n)*/g, "apiAccess: *office\n");
    assert.deepEqual(only(text), []);
    assert.match(text, /\*office/);
  });
});

describe("the error about a stack's files", () => {
  const error = withProject(
    { prod: edited("prod", [["nodePools", "general", "min"], 30], [["clusters", "aws-use1", "slot"], 0]) },
    (folder) => {
      try {
        return loadStack(folder, "prod");
      } catch (thrown) {
        return thrown;
      }
    },
  );

  it("reads as a list: file and line, path, what is wrong and what to do", () => {
    assert.ok(error instanceof ConfigError);
    const [slot, min] = error.problems;
    assert.equal(
      error.message,
      [
        "2 problems in Pulumi.prod.yaml",
        `  Pulumi.prod.yaml:${slot?.line}  clusters.aws-use1.slot`,
        "    0 is already the slot of aws-usw2; give aws-use1 one that no cluster has or had, such as 6",
        `  Pulumi.prod.yaml:${min?.line}  nodePools.general.min`,
        "    30 is above max 20; lower min or raise max",
      ].join("\n"),
    );
  });

  it("shows no stack trace, to Pulumi neither", () => {
    assert.ok(error instanceof ConfigError);
    assert.equal(error.stack, error.message);
    assert.equal(error.__pulumiRunError, true);
  });

  it("finds the lines of problems that the plan found later", () => {
    const later = [
      { file: "Pulumi.prod.yaml", path: "nodePools.general.labels.node-type", message: "b" },
      { file: "Pulumi.prod.yaml", path: "clusters.aws-usw2.zones[1]", message: "a" },
    ];
    const located = withLines(root, later);
    assert.deepEqual(
      located.map(({ message }) => message),
      ["a", "b"],
    );
    assert.ok(located.every(({ line }) => (line ?? 0) > 1));
  });

  it("writes paths that can be read back", () => {
    for (const path of [
      ["clusters", "aws-usw2", "zones", 1],
      ["nodePools", "general", "labels", 'example.com/"team"'],
      ["pulumi:disable-default-providers"],
      [],
    ])
      assert.deepEqual(parsePath(formatPath(path)), path);
    assert.equal(formatPath(["clusters", "aws-usw2", "zones", 1]), "clusters.aws-usw2.zones[1]");
  });
});
