import assert from "node:assert/strict";
import { complaints, type Edit, edited } from "../project";

const sync = { engine: "flux", repository: "https://git.example.com/platform/configuration" };
const complaintsOf = (...edits: readonly Edit[]) =>
  complaints({ prod: edited("prod", [["platform"], { configSync: sync }], ...edits) }, "prod");
const at = (...path: readonly string[]) => ["platform", "configSync", ...path];

describe("platform.configSync", () => {
  it("takes a repository over HTTPS or SSH, and needs nothing more", () => {
    assert.deepEqual(complaintsOf(), []);
    const ssh: Edit = [at("repository"), "ssh://git@git.example.com/platform/configuration"];
    assert.deepEqual(complaintsOf(ssh, [at("credentials"), "deploy-key"]), []);
    assert.deepEqual(complaintsOf(ssh), [
      'platform.configSync.repository: "ssh://git@git.example.com/platform/configuration" is reached over SSH, for which Flux needs a key (identity) and the host\'s (known_hosts); name the Secret that has them in credentials, or write https://',
    ]);
  });

  it("refuses a connection that is not encrypted, and a form that Flux does not read", () => {
    for (const url of ["http://git.example.com/c", "git@git.example.com:c.git", "https://git.example.com"])
      assert.deepEqual(complaintsOf([at("repository"), url]), [
        `platform.configSync.repository: "${url}" is not a repository over an encrypted connection; write https://host/path, or ssh://git@host/path`,
      ]);
  });

  it("refuses a password in the URL without repeating it", () => {
    const [complaint = ""] = complaintsOf([at("repository"), "https://bot:hunter2@git.example.com/c"]);
    assert.match(complaint, /carries a user or a password.* name credentials/);
    assert.doesNotMatch(complaint, /hunter2/);
  });

  it("refuses a password in any scheme, and what may hide a token, without repeating them", () => {
    for (const url of ["ssh://git:hunter2@git.example.com/c", "http://bot:hunter2@git.example.com/c", "ssh://:hunter2@git.example.com/c"]) {
      const [complaint = "", ...more] = complaintsOf([at("repository"), url], [at("credentials"), "key"]);
      assert.match(
        complaint,
        /carries (a user or )?a password, which everybody who reads the file would have; write it without, and name credentials$/,
      );
      assert.doesNotMatch(complaint, /hunter2/);
      assert.deepEqual(more, []);
    }
    for (const url of ["https://git.example.com/c?token=hunter2", "https://git.example.com/c#hunter2"])
      assert.deepEqual(complaintsOf([at("repository"), url]), [
        'platform.configSync.repository: has a "?" or a "#" in it, of which git makes nothing and which often hides a token; write the repository\'s address alone, and name credentials',
      ]);
  });

  it("follows a branch that git can have", () => {
    for (const branch of ["main", "release/2026-11", "feature_x", "größe"])
      assert.deepEqual(complaintsOf([at("branch"), branch]), [], branch);
    for (const branch of [
      "a b",
      "a..b",
      "/a",
      "a/",
      "a.lock",
      "-a",
      "@",
      "a~1",
      "a^",
      "a:b",
      "a?",
      "a*",
      "a[",
      "a\\b",
      "a@{b",
      "a//b",
      ".a",
      "a/.b",
    ])
      assert.deepEqual(
        complaintsOf([at("branch"), branch]),
        [
          `platform.configSync.branch: "${branch}" is no branch's name, and git would refuse it; write it as git branch lists it, such as main`,
        ],
        branch,
      );
  });

  it("refuses a folder that leads out of the repository, and an interval of nothing", () => {
    assert.match(complaintsOf([at("path"), "../secrets"]).join(), /"\.\.\/secrets" is not a folder of the repository/);
    assert.match(complaintsOf([at("path"), "/clusters"]).join(), /without "\/" at either end/);
    assert.match(complaintsOf([at("intervalMinutes"), 0]).join(), /intervalMinutes: 0 is below the minimum 1/);
  });

  it("names the engine, so that another one may come", () => {
    assert.match(complaintsOf([at("engine"), "argo"]).join(), /configSync\.engine: "argo" .*flux/);
  });
});
