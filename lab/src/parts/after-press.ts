/**
 * A press takes the focus from a field at once, and clicks when it ends: what moves the page in between
 * would put something else beneath the finger, and the click would be lost.
 */
let pressed = false;
addEventListener("pointerdown", () => (pressed = true), { capture: true });
for (const kind of ["pointerup", "pointercancel"] as const)
  addEventListener(kind, () => (pressed = false), { capture: true });

/** Does it at once, or when the press of now has ended. */
export function afterPress(job: () => void): void {
  if (!pressed) {
    job();
    return;
  }
  const ends = new AbortController();
  const late = () => {
    ends.abort();
    setTimeout(job);
  };
  for (const kind of ["pointerup", "pointercancel"] as const)
    addEventListener(kind, late, { signal: ends.signal });
}
