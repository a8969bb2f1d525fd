/** A word of the glossary in a text: what it means appears on hover, on focus and on touch. */
import type { Term } from "@convoke/studies";
import type { ComponentChildren } from "preact";
import { useId, useState } from "preact/hooks";
import { language } from "../state/language.ts";

interface Props {
  readonly term: Term;
  readonly children: ComponentChildren;
}

export function TermWord({ term, children }: Props) {
  const id = useId();
  const [open, setOpen] = useState(false);
  const other = language.value === "en" ? "zh" : "en";
  return (
    <span class="term" onPointerEnter={() => setOpen(true)} onPointerLeave={() => setOpen(false)}>
      <button
        type="button"
        aria-describedby={open ? id : undefined}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onKeyDown={(event) => event.key === "Escape" && setOpen(false)}
      >
        {children}
      </button>
      {open && (
        <span id={id} role="tooltip">
          <b>{term[language.value]}</b>{" "}
          <i lang={other === "zh" ? "zh-Hans" : "en"}>{term[other]}</i>
          <br />
          {term.meaning[language.value]}
        </span>
      )}
    </span>
  );
}
