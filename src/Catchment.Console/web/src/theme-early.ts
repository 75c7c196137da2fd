// Runs before the first paint, so that a page in the chosen colours does not flash in the others.
try {
  const kept = localStorage.getItem("catchment-theme");
  if (kept === "light" || kept === "dark") document.documentElement.dataset["theme"] = kept;
} catch {
  // A browser that keeps nothing follows its system.
}
