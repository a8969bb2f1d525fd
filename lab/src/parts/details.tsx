/** What is there for who opens it, and made no sooner. */
import type { ComponentChild } from "preact";
import { useState } from "preact/hooks";

export function Details(props: {
  readonly summary: ComponentChild;
  readonly children: () => ComponentChild;
}) {
  const [open, setOpen] = useState(false);
  return (
    <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{props.summary}</summary>
      {open && props.children()}
    </details>
  );
}
