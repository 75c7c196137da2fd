import { useState } from "preact/hooks";

export type Theme = "system" | "light" | "dark";

export const themeKey = "catchment-theme";

/** Told when the colours have changed, by the toggle or by the system: what draws on a canvas has to draw anew. */
export const themeChanged = new EventTarget();

const read = (): Theme => {
  const kept = document.documentElement.dataset["theme"];
  return kept === "light" || kept === "dark" ? kept : "system";
};

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => themeChanged.dispatchEvent(new Event("change")));

export function useTheme(): [Theme, (theme: Theme) => void] {
  const [theme, set] = useState<Theme>(read);
  return [
    theme,
    (next) => {
      set(next);
      if (next === "system") {
        delete document.documentElement.dataset["theme"];
        localStorage.removeItem(themeKey);
      } else {
        document.documentElement.dataset["theme"] = next;
        localStorage.setItem(themeKey, next);
      }
      themeChanged.dispatchEvent(new Event("change"));
    },
  ];
}
