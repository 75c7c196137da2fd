import { render } from "preact";
import { useEffect } from "preact/hooks";
import "./styles/base.css";
import "./styles/pieces.css";
import "./styles/pages.css";
import { CamerasPage } from "./pages/cameras";
import { EventsPage } from "./pages/events";
import { FramesPage } from "./pages/frames";
import { ServicesPage } from "./pages/services";
import { Shell, type PageLink } from "./pieces/shell";
import { Empty } from "./pieces/states";
import { live } from "./pieces/live";
import { useRoute } from "./state/route";

/** Every page of the console; a further one is one more row. */
const pages: (PageLink & { page: () => preact.JSX.Element })[] = [
  { path: "/", title: "Cameras", icon: "cameras", page: CamerasPage },
  { path: "/frames", title: "Frames", icon: "frames", page: FramesPage },
  { path: "/events", title: "Events", icon: "events", page: EventsPage },
  { path: "/services", title: "Services", icon: "services", page: ServicesPage },
];

function Console() {
  const { path } = useRoute();
  const current = pages.find((p) => p.path === path);
  useEffect(() => {
    document.title = current ? `${current.title} · Catchment` : "Catchment";
  }, [current]);
  return (
    <Shell pages={pages} current={current}>
      {current ? <current.page key={current.path} /> : <Empty title="There is no such page">The address leads nowhere. Choose a page above.</Empty>}
    </Shell>
  );
}

live.start();
render(<Console />, document.getElementById("app")!);
