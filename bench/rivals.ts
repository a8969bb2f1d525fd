/** Who is compared with Convoke in a race, and how. */
import { isTimed, type Race, type TimedRow } from "./results.ts";

/**
 * The timed rows of these engines. One that has a single thread takes part in races of more with the
 * time that it takes on one.
 *
 * @param races all that were run, this one among them.
 */
export function rivalsIn(
  race: Race,
  names: readonly string[],
  races: readonly Race[],
): readonly TimedRow[] {
  const timed = race.rows.filter(isTimed);
  const convoke = timed.find(({ name }) => name === "convoke");
  const alone = races.find(({ workload, threads }) => workload === race.workload && threads === 1);
  return names.flatMap((name) => {
    const own = timed.find((row) => row.name === name);
    if (own) return [own];
    const single = alone?.rows.filter(isTimed).find((row) => row.name === name);
    if (!single || !convoke) return [];
    const wholeRatio =
      single.whole === null || convoke.whole === null ? null : single.whole / convoke.whole;
    return [{ ...single, ratio: single.ms / convoke.ms, wholeRatio }];
  });
}
