/**
 * Errors in Chinese. What the library throws is one English sentence, "expected RULE for NAME, got
 * VALUE"; here it is taken apart, and put together again from tables. So the engine holds no Chinese,
 * and a sentence that came from a worker as text is understood like one that was just thrown.
 */
import { type Phrases, phrasebook, type Readers, spaced } from "./phrases.ts";

/** English phrases and what they are in Chinese. */
export interface Refusals {
  /** Whole sentences that are not of the usual form. */
  readonly sentences?: Phrases;
  /**
   * What is expected: a noun, 应为 stands before it; a predicate that begins with 应 or 不应; or a sentence
   * with 应 further in and a subject of its own, which stands behind a colon.
   */
  readonly rules?: Phrases;
  /** Of whom it is expected; names of options stay as they are. */
  readonly names?: Phrases;
  /** What came instead; one that begins with 实际 or 却 is the whole predicate. */
  readonly values?: Phrases;
}

const AXES: Phrases = { height: "高度", width: "宽度", depth: "深度" };

/** A sentence in Chinese, or null where no table knows it. */
export type InChinese = (sentence: string) => string | null;

export function inChinese(tables: readonly Refusals[]): InChinese {
  const of = (key: keyof Refusals) => phrasebook(...tables.map((table) => table[key] ?? {}));
  const [sentences, rules, names, values] = [
    of("sentences"),
    of("rules"),
    of("names"),
    of("values"),
  ];
  const readers: Readers = {
    name: (text) => names(text, readers) ?? text,
    axis: (text) => AXES[text] ?? text,
    why: (text) => whole(text) ?? values(text, readers) ?? text,
    got: (text) => {
      const said = values(text, readers) ?? text;
      return /^[实却]/.test(said) ? said : spaced("实际为 ", said);
    },
  };

  function framed(sentence: string): string | null {
    if (!sentence.startsWith("expected ")) return null;
    const [asked, hint] = apart(sentence.slice("expected ".length));
    for (const [before, got] of splits(asked, ", got ")) {
      for (const [expected, name] of [...splits(before, " for "), ...splits(before, " in ")]) {
        const rule = rules(expected, readers);
        const whose = /\s/.test(name) ? names(name, readers) : (names(name, readers) ?? name);
        if (rule === null || whose === null) continue;
        return `${demanded(whose, rule)}，${readers.got(got)}${hint}`;
      }
    }
    return null;
  }

  const whole: InChinese = (sentence) => sentences(sentence, readers) ?? framed(sentence);
  return (sentence) => whole(sentence.trim());
}

/** What is asked of whom; what holds 应 is asked already, a second one would ask twice. */
function demanded(whose: string, rule: string): string {
  if (!rule.includes("应")) return spaced(`${whose} `, spaced("应为 ", rule));
  return /^不?应/.test(rule) ? spaced(`${whose} `, rule) : `${whose}：${rule}`;
}

/** A sentence and, in Chinese, the hint at its end. */
function apart(sentence: string): [string, string] {
  const found = /^(.*) \((?:nearest legal: (.+)|nearest: (.+)|is it (.+)\?)\)$/s.exec(sentence);
  if (!found) return [sentence, ""];
  const [, asked, legal, near, meant] = found;
  return [asked, meant === undefined ? `（最接近的：${legal ?? near}）` : `（是不是 ${meant}？）`];
}

/** Every way to cut `text` at `by`, from the left. */
function splits(text: string, by: string): [string, string][] {
  const parts = text.split(by);
  return parts
    .slice(1)
    .map((_, i) => [parts.slice(0, i + 1).join(by), parts.slice(i + 1).join(by)]);
}
