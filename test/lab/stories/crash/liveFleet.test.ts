import { createProject, type StoryProject } from "../project";
import { bothEnd, finished, finishes, fleet, killEngine, killLab, type Operation, pointsOf, succeed } from "./fleet";

const replacedPool = fleet.replace("memoryGiB: 8", "memoryGiB: 8, arch: arm64");

/** Each kill begins from the same saved fleet. */
describe("an operation on a live fleet that is cut off", function () {
  this.timeout(600_000);
  let withKilledEngine: StoryProject;
  let withKilledLab: StoryProject;

  before(() => {
    withKilledEngine = createProject({ prod: { text: fleet } });
    withKilledLab = createProject({ prod: { text: fleet } });
    return Promise.all(
      [withKilledEngine, withKilledLab].map(async (project) => {
        await succeed(project, "up", "prod");
        await succeed(project, "save", "prod", "whole");
      }),
    );
  });
  after(() => Promise.all([withKilledEngine, withKilledLab].map((project) => project.remove())));

  for (const { operation, what, text } of [
    { operation: "up", what: "an up that replaces a pool", text: replacedPool },
    { operation: "destroy", what: "a destroy", text: fleet },
  ] as const satisfies readonly { readonly operation: Operation; readonly what: string; readonly text: string }[]) {
    describe(`: ${what}`, () => {
      let steps = 0;

      before(async () => {
        withKilledLab.write("prod", text);
        await succeed(withKilledLab, "restore", "prod", "whole");
        await succeed(withKilledLab, operation, "prod");
        steps = finished(withKilledLab, operation);
      });
      beforeEach(() =>
        Promise.all(
          [withKilledEngine, withKilledLab].map(async (project) => {
            project.write("prod", text);
            await succeed(project, "restore", "prod", "whole");
          }),
        ),
      );

      for (const point of pointsOf(3)) {
        it(`finishes when it is run again after a kill -9 of the engine, and of the lab, at ${Math.round(100 * point)} % of its steps`, () => {
          const at = Math.floor(steps * point);
          return bothEnd([
            killEngine(withKilledEngine, [operation], at).then(() => finishes(withKilledEngine, operation)),
            killLab(withKilledLab, [operation], at).then(() => finishes(withKilledLab, operation)),
          ]);
        });
      }
    });
  }
});
