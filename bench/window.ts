/** Timed windows, and the quiet between them. */

/** Runs once at least, for `warm` ms; then times single runs until `budget` ms are over. */
export async function timed(
  run: () => unknown,
  { warm, budget }: { readonly warm: number; readonly budget: number },
): Promise<number[]> {
  const ready = performance.now() + warm;
  do await run();
  while (performance.now() < ready);
  const times: number[] = [];
  const end = performance.now() + budget;
  do {
    const start = performance.now();
    await run();
    times.push(performance.now() - start);
  } while (performance.now() < end);
  return times;
}

const LOOK = 10;
const BUSY = 0.2;
const PATIENCE = 500;

/** Waits until the threads of this process, which may spin for a while after a run, have gone to sleep. */
export async function quiet(): Promise<void> {
  const end = performance.now() + PATIENCE;
  let share = 1;
  while (share > BUSY && performance.now() < end) {
    const before = process.cpuUsage();
    const start = performance.now();
    await new Promise((resolve) => setTimeout(resolve, LOOK));
    const { user, system } = process.cpuUsage(before);
    share = (user + system) / 1000 / (performance.now() - start);
  }
}
