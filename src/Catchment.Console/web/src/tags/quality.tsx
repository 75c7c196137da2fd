import type { Quality } from "./types";

/** How far a value can be trusted. */
export const QualityBadge = (props: { quality: Quality }) => <span class={`badge badge-quality-${props.quality.toLowerCase()}`}>{props.quality}</span>;
