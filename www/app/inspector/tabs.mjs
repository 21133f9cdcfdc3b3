/**
 * The inspector's tabs, of which one is shown.
 */

/** Makes tabs of the buttons in `list`, each of which controls its own panel. */
export function makeTabs(list) {
  const tabs = [...list.querySelectorAll('[role="tab"]')];
  const select = (chosen) => {
    for (const tab of tabs) {
      const isChosen = tab === chosen;
      tab.setAttribute("aria-selected", String(isChosen));
      tab.tabIndex = isChosen ? 0 : -1;
      document.getElementById(tab.getAttribute("aria-controls")).hidden = !isChosen;
    }
  };
  for (const [place, tab] of tabs.entries()) {
    tab.addEventListener("click", () => select(tab));
    tab.addEventListener("keydown", ({ key }) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[key];
      if (step !== undefined) {
        const next = tabs[(place + step + tabs.length) % tabs.length];
        select(next);
        next.focus();
      }
    });
  }
  select(tabs[0]);
}
