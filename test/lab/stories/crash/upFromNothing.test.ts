import assert from "node:assert/strict";
import { join } from "node:path";
import { openCloudStore } from "../../../../lab/clouds/simulator/store";
import { createProject, processesOf, type StoryProject } from "../project";
import { until } from "../story";
import { bothEnd, type Command, finished, finishes, fleet, killEngine, killLab, pointsOf, reach, succeed } from "./fleet";

/** That is cut off: its preview, of nothing, would be the same at every point. The up after it makes its own, of what the crash has left. */
const update: Command = ["up", "--skip-preview"];

const nothing = (project: StoryProject): Promise<unknown> => project.lab("down", "prod", "--delete");

describe("an up from nothing that is cut off", function () {
  this.timeout(600_000);
  // A lab each, so that both crashes of a point happen at once: more of what can come between is tried, in less time.
  let withKilledEngine: StoryProject;
  let withKilledLab: StoryProject;
  let steps = 0;

  before(async () => {
    withKilledEngine = createProject({ prod: { text: fleet } });
    withKilledLab = createProject({ prod: { text: fleet } });
    await succeed(withKilledLab, "up", "prod");
    steps = finished(withKilledLab, "up");
  });
  after(() => Promise.all([withKilledEngine, withKilledLab].map((project) => project.remove())));

  for (const point of pointsOf(10)) {
    it(`finishes when it is run again after a kill -9 of the engine, and of the lab, at ${Math.round(100 * point)} % of its steps`, () => {
      const cut = { command: update, steps: Math.ceil(steps * point), begin: nothing };
      return bothEnd([
        killEngine({ ...cut, project: withKilledEngine }).then(() => finishes(withKilledEngine, "up")),
        killLab({ ...cut, project: withKilledLab }).then(() => finishes(withKilledLab, "up")),
      ]);
    });
  }

  it("finishes when it is run again after a kill -9 of the lab while a cloud makes a cluster and has not answered", async () => {
    await nothing(withKilledLab);
    const { process: lab, outcome } = withKilledLab.start("up", "prod", "--latency", "realistic", "--latency-scale", "0.1");
    const gcp = openCloudStore(join(withKilledLab.home("prod").clouds, "gcp.jsonl"), { readOnly: true });
    await until(120, () => Promise.resolve(gcp.byType("gcp:container/cluster:Cluster").length > 0));
    lab.kill("SIGKILL");
    await outcome;
    await finishes(withKilledLab, "up");
  });

  it("finishes with no manual step when it is run again after Ctrl-C", async () => {
    await nothing(withKilledLab);
    const running = withKilledLab.start("up", "prod");
    assert.ok(await reach(withKilledLab, "up", Math.ceil(steps / 2), running));
    running.process.kill("SIGINT");
    assert.notEqual((await running.outcome).code, 0);
    await finishes(withKilledLab, "up");
  });

  it("leaves no process behind that the crash has orphaned", async () => {
    for (const project of [withKilledEngine, withKilledLab]) {
      await nothing(project);
      assert.deepEqual(processesOf(project.root), []);
    }
  });
});
