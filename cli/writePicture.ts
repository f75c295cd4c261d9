import { writeAtomically } from "../lab/home";
import type { TrafficPlan } from "../plan/model/traffic";
import { renderPicture } from "../report/svg/picture";
import { pictureOf } from "../report/svg/fromPlan";

/** Replaces the file in one step. Returns why not, where that is impossible. */
export function writePicture(file: string, traffic: TrafficPlan | undefined): string | undefined {
  if (traffic === undefined) return "the stack has no traffic, so there is nothing to draw; name one that has, such as prod";
  try {
    writeAtomically(file, renderPicture(pictureOf(traffic)));
    return undefined;
  } catch (error) {
    if (error instanceof Error && "code" in error) return `cannot be written: ${error.message}`;
    throw error;
  }
}
