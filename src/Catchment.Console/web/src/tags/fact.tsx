/** A number of a card, with its name. */
export const Fact = (props: { name: string; value: string; alarm?: boolean }) => (
  <div class={props.alarm ? "alarm" : undefined}>
    <dt>{props.name}</dt>
    <dd>{props.value}</dd>
  </div>
);
