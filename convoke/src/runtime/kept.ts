/** A bounded memory of things that are costly to make: what was not asked for longest goes first. */
export class Kept<Value> {
  /** Oldest first: a hit moves to the end. */
  private readonly entries = new Map<string, { value: Value; size: number }>();
  private readonly most: number;
  private readonly mostSize: number;
  private size = 0;

  /** @param mostSize of all entries together; the newest stays whatever its size. */
  constructor(most: number, mostSize: number) {
    this.most = most;
    this.mostSize = mostSize;
  }

  /** The value of `key`, made by `make` the first time; `sizeOf` says what it weighs. */
  get(key: string, make: () => Value, sizeOf: (value: Value) => number): Value {
    const known = this.entries.get(key);
    if (known) {
      this.entries.delete(key);
      this.entries.set(key, known);
      return known.value;
    }
    const value = make();
    const size = sizeOf(value);
    this.entries.set(key, { value, size });
    this.size += size;
    for (const [oldest, entry] of this.entries) {
      if (this.entries.size === 1) break;
      if (this.entries.size <= this.most && this.size <= this.mostSize) break;
      this.entries.delete(oldest);
      this.size -= entry.size;
    }
    return value;
  }
}
