import { render } from "preact";
import { useEffect } from "preact/hooks";
import "./styles/base.css";
import "./styles/pieces.css";
import "./styles/pages.css";
import "./styles/telemetry.css";
import "./styles/tags.css";
import { CamerasPage } from "./pages/cameras";
import { EventsPage } from "./pages/events";
import { FilePage } from "./pages/file";
import { FilesPage } from "./pages/files";
import { FramesPage } from "./pages/frames";
import { GatewayPage } from "./pages/gateway";
import { OutpostsPage } from "./pages/outposts";
import { RecordingPage } from "./pages/recording";
import { RecordingsPage } from "./pages/recordings";
import { ServicesPage } from "./pages/services";
import { TagPage } from "./pages/tag";
import { TagMappingsPage } from "./pages/tagmappings";
import { TagsPage } from "./pages/tags";
import { TelemetryPage } from "./pages/telemetry";
import { TelemetryChartPage } from "./pages/telemetrychart";
import { TelemetryDevicePage } from "./pages/telemetrydevice";
import { TelemetryInventoryPage } from "./pages/telemetryinventory";
import { Shell, type PageLink } from "./pieces/shell";
import { Empty } from "./pieces/states";
import { live } from "./pieces/live";
import { useRoute } from "./state/route";

interface ConsolePage extends PageLink {
  page: () => preact.JSX.Element;
  /** What is at the addresses below the page's own; they are its path and further words. */
  below?: () => preact.JSX.Element;
  /** Only nodes that name it have the page. */
  only?: true;
  /** What to do on the others. */
  otherwise?: string;
}

const telemetryPages: Record<string, () => preact.JSX.Element> = {
  "/telemetry/device": TelemetryDevicePage,
  "/telemetry/chart": TelemetryChartPage,
  "/telemetry/inventory": TelemetryInventoryPage,
};

const tagPages: Record<string, () => preact.JSX.Element> = {
  "/tags/tag": TagPage,
  "/tags/mappings": TagMappingsPage,
  "/tags/gateway": GatewayPage,
};

/** The page of some at the present address. */
const oneOf = (pages: Record<string, () => preact.JSX.Element>) =>
  function Below() {
    const Page = pages[useRoute().path];
    return Page ? <Page /> : <NoPage />;
  };

const NoPage = () => <Empty title="There is no such page">The address leads nowhere. Choose a page above.</Empty>;

/** Every page of the console; a further one is one more row. */
const all: ConsolePage[] = [
  { path: "/", title: "Cameras", icon: "cameras", page: CamerasPage },
  { path: "/frames", title: "Frames", icon: "frames", page: FramesPage },
  { path: "/outposts", title: "Outposts", icon: "outposts", page: OutpostsPage, only: true },
  { path: "/recordings", title: "Recordings", icon: "recordings", page: RecordingsPage, below: RecordingPage, only: true },
  { path: "/events", title: "Events", icon: "events", page: EventsPage },
  { path: "/files", title: "Files", icon: "files", page: FilesPage, below: FilePage, only: true },
  { path: "/telemetry", title: "Telemetry", icon: "telemetry", page: TelemetryPage, below: oneOf(telemetryPages), only: true, otherwise: "Its configuration names no telemetry: 'telemetry.database', and 'telemetry.telem_dir' or 'telemetry.data_dirs', make this page." },
  { path: "/tags", title: "Tags", icon: "tags", page: TagsPage, below: oneOf(tagPages), only: true, otherwise: "It runs no gateway: the section 'gateway' of its configuration makes this page." },
  { path: "/services", title: "Services", icon: "services", page: ServicesPage },
];

// The page that loads all this names those that only some nodes have.
const here = document.documentElement.dataset["pages"]?.split(" ") ?? [];
const pages = all.filter((p) => !p.only || here.includes(p.path.slice(1)));

function Console() {
  const { path } = useRoute();
  const below = pages.find((p) => p.below && path.startsWith(`${p.path}/`));
  const current = pages.find((p) => p.path === path) ?? below;
  const Page = below?.below ?? current?.page;
  const lacking = all.find((p) => p.otherwise && (path === p.path || path.startsWith(`${p.path}/`)));
  useEffect(() => {
    document.title = current ? `${current.title} · Catchment` : "Catchment";
  }, [current]);
  return (
    <Shell pages={pages} current={current}>
      {Page ? <Page key={path} /> : lacking ? <Empty title={`This node has no page ${lacking.title}`}>{lacking.otherwise}</Empty> : <NoPage />}
    </Shell>
  );
}

live.start();
render(<Console />, document.getElementById("app")!);
