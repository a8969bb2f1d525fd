/** Small choices that outlive a visit; browsers that forbid it lose nothing but that. */
export type Choice = "language" | "theme";

export function kept(name: Choice): string | null {
  try {
    return localStorage.getItem(`convoke-${name}`);
  } catch {
    return null;
  }
}

export function keep(name: Choice, value: string): void {
  try {
    localStorage.setItem(`convoke-${name}`, value);
  } catch {
    // Private windows and full disks: the choice holds for this visit.
  }
}
