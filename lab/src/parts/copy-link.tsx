/** The whole state of the page, as a link. */
import { useState } from "preact/hooks";
import { linkOfNow } from "../state/address.ts";
import { shellWords } from "../words/shell.ts";

export function CopyLink() {
  const t = shellWords();
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(linkOfNow());
      setCopied(true);
      setTimeout(() => setCopied(false), 1500);
    } catch {
      // Without the right to write there, the address bar holds the same link.
      window.prompt(t.copyLink, linkOfNow());
    }
  };
  return (
    <button type="button" onClick={copy} aria-live="polite">
      {copied ? t.copied : t.copyLink}
    </button>
  );
}
