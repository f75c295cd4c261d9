import { z } from "zod";
import { show } from "../file/wording";

/** What people write to have written something. */
const placeholders = /^\W*(?:because|fixme|reason|tbd|todo|none|null|nil|why|foo|bar|baz|asdf|qwerty|blah|n\/a)\W*$/i;

/** One word is enough, in any script: three letters that are not one letter, or two ideographs. */
function saysSomething(text: string): boolean {
  const letters = (text.toLowerCase().match(/\p{L}/gu) ?? []).join("");
  const isWord = /\p{L}{3}/u.test(text) && new Set(letters).size > 1;
  return (isWord || /\p{Ideographic}{2}/u.test(text)) && !placeholders.test(text);
}

/** Why something is as it is, for whoever reads the plan a month later. */
export const Reason = z
  .string()
  .trim()
  .min(1)
  .refine((text) => text === "" || saysSomething(text), {
    error: ({ input }) => `${show(input)} says nothing to whoever reads the plan; write why, in a few words`,
  });

/** A person, by name or account: two letters or digits, since names may be as short as that. */
export const Person = z
  .string()
  .trim()
  .min(1)
  .refine((text) => text === "" || /[\p{L}\p{N}].*[\p{L}\p{N}]/u.test(text), {
    error: ({ input }) => `${show(input)} is nobody's name; write who decided it, by name or account`,
  });
