import { Link } from "../pieces/link";
import { useRoute } from "../state/route";

const pages: [path: string, title: string][] = [
  ["/telemetry", "Devices"],
  ["/telemetry/chart", "Chart"],
  ["/telemetry/inventory", "Inventory and replicas"],
];

/** The pages of telemetry. */
export function TelemetryNav() {
  const { path } = useRoute();
  return (
    <nav class="subpages" aria-label="Telemetry">
      {pages.map(([to, title]) => (
        <Link key={to} href={to} current={path === to || (to === "/telemetry" && path === "/telemetry/device")}>
          {title}
        </Link>
      ))}
    </nav>
  );
}
