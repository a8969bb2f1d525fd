/**
 * Whether a run too short to wake a helper for should do so all the same. A helper that was woken
 * looks out for a while before it sleeps again, so where runs follow each other closely one call pays
 * for all that come after. Nobody knows whether more will come, so it is tried: at the eighth short
 * run that finds all asleep, and where the next run did not find one awake, twice as late each time.
 * A caller whose runs lie far apart soon pays next to nothing for the trying.
 */
export class Rhythm {
  /** Runs that find all asleep until one wakes a helper: of the current wait, and still to come. */
  private period = SHORTEST;
  private left = SHORTEST;

  /** Whether helpers are called. @param awake whether some helper is awake. */
  calls(awake: boolean): boolean {
    if (awake) {
      this.period = SHORTEST;
      this.left = SHORTEST;
      return true;
    }
    if (--this.left > 0) return false;
    this.period = Math.min(2 * this.period, LONGEST);
    this.left = this.period;
    return true;
  }
}

const SHORTEST = 8;
const LONGEST = 1024;
