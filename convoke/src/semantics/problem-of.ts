/** What is asked about, in whichever of its three forms. */
import { guard, OptionError } from "../errors.ts";
import { parse } from "./descriptor.ts";
import type { Problem } from "./problem.ts";
import { resolve } from "./resolve.ts";
import type { ConvSpec } from "./spec.ts";

/** @throws as `parse` and `resolve`, and OptionError for what is none of the three. */
export function problemOf(what: Problem | ConvSpec | string): Problem {
  if (typeof what === "string") return parse(what);
  guard(typeof what === "object" && what !== null && !Array.isArray(what), OptionError, () => ({
    name: "a problem",
    expected: "a descriptor such as ic64ih56oc64kh3ph1, a Spec or a Problem",
    got: what,
  }));
  return "axes" in what ? what : resolve(what);
}
