/** How many threads there are, and why. */
import {
  isolation,
  mostThreads,
  offlineReady,
  reload,
  threads,
  useThreads,
} from "../state/isolation.ts";
import { shellWords } from "../words/shell.ts";

export function EngineStatus() {
  const t = shellWords();
  const why = isolation.value === "isolated" ? t.isolated(mostThreads.value) : t[isolation.value];
  const counts = [...new Set([1, mostThreads.value])];
  return (
    <details class="status">
      <summary>{t.threads(threads.value)}</summary>
      <div>
        <p>{why}</p>
        {offlineReady.value && <p>{t.offline}</p>}
        {isolation.value === "reload" && (
          <button type="button" onClick={reload}>
            {t.reloadNow}
          </button>
        )}
        {counts.length > 1 &&
          counts.map((count) => (
            <button
              key={count}
              type="button"
              aria-pressed={count === threads.value}
              onClick={() => useThreads(count)}
            >
              {t.threads(count)}
            </button>
          ))}
      </div>
    </details>
  );
}
