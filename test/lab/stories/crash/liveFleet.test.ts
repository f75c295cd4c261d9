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
        await begin(withKilledLab);
        await succeed(withKilledLab, operation, "prod");
        steps = finished(withKilledLab, operation);
      });
      const begin = (project: StoryProject): Promise<unknown> => {
        project.write("prod", text);
        return succeed(project, "restore", "prod", "whole");
      };

      for (const point of pointsOf(3)) {
        it(`finishes when it is run again after a kill -9 of the engine, and of the lab, at ${Math.round(100 * point)} % of its steps`, () => {
          const cut = { command: [operation], steps: Math.floor(steps * point), begin } as const;
          return bothEnd([
            killEngine({ ...cut, project: withKilledEngine }).then(() => finishes(withKilledEngine, operation)),
            killLab({ ...cut, project: withKilledLab }).then(() => finishes(withKilledLab, operation)),
          ]);
        });
      }
    });
  }
});
