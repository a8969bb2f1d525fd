/** Somebody at a page of the lab, quicker than anybody is. */

/** Runs in the page, so it names nothing outside: moves what it finds, one thing a frame; how many. */
export async function interact(count: number): Promise<number> {
  const frame = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  const main = document.getElementById("main")!;
  let done = 0;
  for (let i = 0; i < count; i++) {
    const sliders = [...main.querySelectorAll<HTMLInputElement>("input[type=range]")];
    const choices = [...main.querySelectorAll<HTMLSelectElement>(".control select")];
    const cells = [...main.querySelectorAll<HTMLElement>(".grid td, canvas, svg, .cell")];
    const slider = sliders[i % Math.max(1, sliders.length)];
    const choice = choices[i % Math.max(1, choices.length)];
    const cell = cells[(7 * i) % Math.max(1, cells.length)];
    if (i % 3 === 0 && slider) {
      if (i % 2 === 0) slider.stepUp();
      else slider.stepDown();
      slider.dispatchEvent(new Event("input", { bubbles: true }));
    } else if (i % 7 === 5 && choice && choice.options.length > 1) {
      choice.selectedIndex = (choice.selectedIndex + 1) % choice.options.length;
      choice.dispatchEvent(new Event("change", { bubbles: true }));
    } else if (cell) {
      const { left, top, width, height } = cell.getBoundingClientRect();
      const at = { clientX: left + width / 2, clientY: top + height / 2, bubbles: true };
      for (const kind of ["pointerover", "pointerenter", "pointermove"])
        cell.dispatchEvent(new PointerEvent(kind, at));
      for (const kind of ["mouseover", "mouseenter", "mousemove"])
        cell.dispatchEvent(new MouseEvent(kind, at));
    } else continue;
    done++;
    await frame();
  }
  return done;
}
