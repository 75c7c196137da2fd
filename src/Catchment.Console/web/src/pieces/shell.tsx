import type { ComponentChildren } from "preact";
import { useTheme, type Theme } from "../state/theme";
import { Icon, type IconName } from "./icons";
import { Link } from "./link";
import { live, useConnection, type Connection } from "./live";

export interface PageLink {
  path: string;
  title: string;
  icon: IconName;
}

const connectionWords: Record<Connection, [short: string, long: string]> = {
  on: ["live", "Connected: what happens is shown at once."],
  connecting: ["connecting", "Connecting to the node."],
  off: ["not connected", "The node does not answer; trying again."],
  paused: ["paused", "Paused while this tab was hidden."],
};

const nextTheme: Record<Theme, { next: Theme; icon: IconName; label: string }> = {
  system: { next: "light", icon: "auto", label: "Colours: as the system. Change to light" },
  light: { next: "dark", icon: "sun", label: "Colours: light. Change to dark" },
  dark: { next: "system", icon: "moon", label: "Colours: dark. Change to the system's" },
};

/** Whether the node is this machine, which needs no token. */
const isLoopback = (host: string): boolean => host === "localhost" || host === "[::1]" || host.startsWith("127.");

/** What is around every page: the name, the pages, the connection, the colours. */
export function Shell(props: { pages: PageLink[]; current: PageLink | undefined; children: ComponentChildren }) {
  const connection = useConnection();
  const [short, long] = connectionWords[connection];
  const [theme, setTheme] = useTheme();
  const toggle = nextTheme[theme];
  return (
    <>
      <a class="skip" href="#content">
        Skip to the content
      </a>
      <header class="top">
        <Link href="/" class="brand" label="Catchment, cameras">
          <svg viewBox="0 0 32 32" aria-hidden="true">
            <path d="M4 8c4 0 4 2.500 8 2.500S16 8 20 8s4 2.500 8 2.500M8 17c2.700 0 2.700 2 5.300 2S16 17 18.700 17s2.600 2 5.300 2" />
            <circle cx="16" cy="26" r="2.800" />
          </svg>
          <span>Catchment</span>
        </Link>
        {live.node && <span class="node-name">{live.node}</span>}
        <nav aria-label="Pages" class="pages">
          {props.pages.map((p) => (
            <Link key={p.path} href={p.path} current={p === props.current}>
              <Icon name={p.icon} />
              <span>{p.title}</span>
            </Link>
          ))}
        </nav>
        <div class="top-end">
          <span class={`connection connection-${connection}`} title={long} role="status">
            {short}
          </span>
          <button type="button" class="quiet" aria-label={toggle.label} title={toggle.label} onClick={() => setTheme(toggle.next)}>
            <Icon name={toggle.icon} />
          </button>
          {!isLoopback(location.hostname) && (
            <form method="post" action="/logout">
              <button class="quiet" title="Sign out" aria-label="Sign out">
                <Icon name="leave" />
              </button>
            </form>
          )}
        </div>
      </header>
      {connection === "off" && (
        <p class="banner" role="alert">
          Not connected. What you see may be out of date; trying again.
        </p>
      )}
      <main id="content" tabIndex={-1}>
        {props.children}
      </main>
    </>
  );
}
