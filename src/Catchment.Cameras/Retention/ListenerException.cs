namespace Catchment.Cameras.Retention;

/// <summary>The listener could not be told: nothing more may leave.</summary>
/// <param name="inner">What the listener said.</param>
internal sealed class ListenerException(Exception inner) : Exception(inner.Message, inner);
