import assert from "node:assert/strict";
import { isSaveName, obstacles, type SaveManifest } from "../../../lab/saves/manifest";

const manifest: SaveManifest = {
  format: 2,
  root: "/project/.lab/prod",
  loopbackPrefix: "127.83",
  tools: { etcd: "3.6", "kube-apiserver": "1.36" },
  savedAt: "2026-11-29T00:00:00.000Z",
};

describe("a save", () => {
  it("goes back into the lab that it is of, whenever it was made", () => {
    assert.deepEqual(obstacles(manifest, manifest), []);
  });

  it("goes into no other lab, whose addresses and paths it does not have, and says every reason", () => {
    const other = { ...manifest, format: 3, root: "/elsewhere/.lab/prod", loopbackPrefix: "127.90" };
    assert.deepEqual(obstacles(manifest, other), [
      "its format is 2, and this program's is 3",
      "it is of the lab in /project/.lab/prod, and goes back into no other",
      "its addresses begin with 127.83, and this lab has those that begin with 127.90 now",
    ]);
  });

  it("is read by no other minor of what has written it", () => {
    assert.deepEqual(obstacles(manifest, { ...manifest, tools: { etcd: "3.5" } }), [
      "etcd 3.6 has written it, and here is etcd 3.5",
      "kube-apiserver 1.36 has written it, and here is none",
    ]);
  });

  it("has a name that can be a folder's, and none that leads out of it or that hides it", () => {
    for (const name of ["whole", "before-1.36", "A_2", "x".repeat(60)]) assert.ok(isSaveName(name), name);
    for (const name of ["", ".", "..", ".hidden", "a/b", "../up", "-x", "a b", "x".repeat(61)]) assert.ok(!isSaveName(name), name);
  });
});
