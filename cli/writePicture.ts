import { writeAtomically } from "../lab/home";
import { renderPicture } from "../report/svg/picture";
import type { PictureInput } from "../report/svg/input";

/** Replaces the file in one step. Returns why not, where that is impossible. */
export function writePicture(file: string, picture: PictureInput | undefined): string | undefined {
  if (picture === undefined) return "the stack has no traffic, so there is nothing to draw; name one that has, such as prod";
  try {
    writeAtomically(file, renderPicture(picture));
    return undefined;
  } catch (error) {
    if (error instanceof Error && "code" in error) return `cannot be written: ${error.message}`;
    throw error;
  }
}
