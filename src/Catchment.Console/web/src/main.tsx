import { render } from "preact";
import { useEffect } from "preact/hooks";
import "./styles/base.css";
import "./styles/pieces.css";
import "./styles/pages.css";
import { CamerasPage } from "./pages/cameras";
import { EventsPage } from "./pages/events";
import { FilePage } from "./pages/file";
import { FilesPage } from "./pages/files";
import { FramesPage } from "./pages/frames";
import { OutpostsPage } from "./pages/outposts";
import { RecordingPage } from "./pages/recording";
import { RecordingsPage } from "./pages/recordings";
import { ServicesPage } from "./pages/services";
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
}

/** Every page of the console; a further one is one more row. */
const all: ConsolePage[] = [
  { path: "/", title: "Cameras", icon: "cameras", page: CamerasPage },
  { path: "/frames", title: "Frames", icon: "frames", page: FramesPage },
  { path: "/outposts", title: "Outposts", icon: "outposts", page: OutpostsPage, only: true },
  { path: "/recordings", title: "Recordings", icon: "recordings", page: RecordingsPage, below: RecordingPage, only: true },
  { path: "/events", title: "Events", icon: "events", page: EventsPage },
  { path: "/files", title: "Files", icon: "files", page: FilesPage, below: FilePage, only: true },
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
  useEffect(() => {
    document.title = current ? `${current.title} · Catchment` : "Catchment";
  }, [current]);
  return (
    <Shell pages={pages} current={current}>
      {Page ? <Page key={path} /> : <Empty title="There is no such page">The address leads nowhere. Choose a page above.</Empty>}
    </Shell>
  );
}

live.start();
render(<Console />, document.getElementById("app")!);
