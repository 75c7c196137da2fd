import { Component, type ComponentType, type VNode, h } from "preact";

/** The component, drawn again only for other properties than the last time, or by its own state. */
export function memo<P extends object>(inner: ComponentType<P>): ComponentType<P> {
  return class extends Component<P> {
    override shouldComponentUpdate(next: Readonly<P>): boolean {
      const names = new Set([...Object.keys(next), ...Object.keys(this.props)]) as Set<keyof P>;
      return [...names].some((name) => next[name] !== (this.props as P)[name]);
    }

    override render(): VNode {
      return h(inner as ComponentType<object>, this.props);
    }
  } as unknown as ComponentType<P>;
}
