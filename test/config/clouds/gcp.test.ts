import assert from "node:assert/strict";
import { complaints, edited } from "../project";

const withAdmins = (...admins: readonly string[]) => complaints({ prod: edited("prod", [["clouds", "gcp", "admins"], admins]) }, "prod");

describe("clouds.gcp.admins", () => {
  it("has groups of one domain, since a cluster knows the groups of one", () => {
    assert.deepEqual(withAdmins("group:a@example.com", "group:b@Example.com", "user:c@example.org"), []);
    assert.deepEqual(withAdmins("user:a@example.org", "group:b@example.com", "group:c@example.org"), [
      'clouds.gcp.admins[2]: "group:c@example.org" is in another domain than "group:b@example.com", and a GKE cluster knows groups of one domain only; make its members a group of example.com, or name them one by one as user:...',
    ]);
  });
});
