/** Above the page: an error that nobody caught, and that a newer version is there. */
import { reload } from "../state/isolation.ts";
import { notice } from "../state/notices.ts";
import { newerReady } from "../state/update.ts";
import { shellWords } from "../words/shell.ts";
import { Refusal } from "./refusal.tsx";

export function Notices() {
  const t = shellWords();
  const told = notice.value;
  return (
    <div class="notices">
      {told && (
        <div class="notice" role="alert">
          {told.kind === "lost" ? (
            <p>{t.lost}</p>
          ) : (
            <p>
              {t.went} <Refusal of={told.sentence} />
            </p>
          )}
          {told.kind === "lost" && <Reload />}
          <button type="button" onClick={() => (notice.value = null)}>
            {t.close}
          </button>
        </div>
      )}
      {newerReady.value && (
        <div class="notice" role="status">
          <p>{t.newer}</p>
          <Reload />
          <button type="button" onClick={() => (newerReady.value = false)}>
            {t.close}
          </button>
        </div>
      )}
    </div>
  );
}

const Reload = () => (
  <button type="button" class="main" onClick={reload}>
    {shellWords().reloadNow}
  </button>
);
