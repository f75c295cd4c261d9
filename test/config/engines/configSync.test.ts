import assert from "node:assert/strict";
import { complaints, type Edit, edited } from "../project";

const sync = { engine: "flux", repository: "https://git.example.com/platform/configuration" };
const complaintsOf = (...edits: readonly Edit[]) =>
  complaints({ prod: edited("prod", [["platform"], { configSync: sync }], ...edits) }, "prod");
const at = (...path: readonly string[]) => ["platform", "configSync", ...path];

describe("platform.configSync", () => {
  it("takes a repository over HTTPS or SSH, and needs nothing more", () => {
    assert.deepEqual(complaintsOf(), []);
    assert.deepEqual(complaintsOf([at("repository"), "ssh://git@git.example.com/platform/configuration"]), []);
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

  it("refuses a folder that leads out of the repository, and an interval of nothing", () => {
    assert.match(complaintsOf([at("path"), "../secrets"]).join(), /"\.\.\/secrets" is not a folder of the repository/);
    assert.match(complaintsOf([at("path"), "/clusters"]).join(), /without "\/" at either end/);
    assert.match(complaintsOf([at("intervalMinutes"), 0]).join(), /intervalMinutes: 0 is below the minimum 1/);
  });

  it("names the engine, so that another one may come", () => {
    assert.match(complaintsOf([at("engine"), "argo"]).join(), /configSync\.engine: "argo" .*flux/);
  });
});
