import { writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { printable } from "../config/file/printable";
import { renderPicture } from "../report/svg/picture";
import type { PictureInput } from "../report/svg/input";

/** Writes into what the name stands for, through links and into devices, as a shell's redirection does. Returns why not, where that is impossible. */
export function writePicture(file: string, picture: PictureInput | undefined): string | undefined {
  if (picture === undefined) return "the stack has no traffic, so there is nothing to draw; name one that has, such as prod";
  const svg = renderPicture(picture);
  try {
    writeFileSync(file, svg);
    return undefined;
  } catch (error) {
    if (error instanceof Error && "code" in error) return describe(file, error.code, error.message);
    throw error;
  }
}

function describe(file: string, code: unknown, message: string): string {
  switch (code) {
    case "ENOENT":
      return file === ""
        ? "is empty; name a file, such as traffic.svg"
        : `its folder does not exist (${printable(dirname(file))}, or where a link leads); make the folder first, or name another file`;
    case "EISDIR":
      return "is a folder; name a file in it, such as traffic.svg";
    case "ENOTDIR":
      return `${printable(dirname(file))} is not a folder; name a file in a folder`;
    default:
      return `cannot be written: ${printable(message)}; name another file`;
  }
}
