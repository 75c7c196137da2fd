import { Link } from "../pieces/link";
import { useRoute } from "../state/route";

const pages: [path: string, title: string][] = [
  ["/tags", "Tags"],
  ["/tags/mappings", "Mappings"],
  ["/tags/gateway", "Gateway"],
];

/** The pages of tags. */
export function TagNav() {
  const { path } = useRoute();
  return (
    <nav class="subpages" aria-label="Tags">
      {pages.map(([to, title]) => (
        <Link key={to} href={to} current={path === to || (to === "/tags" && path === "/tags/tag")}>
          {title}
        </Link>
      ))}
    </nav>
  );
}
