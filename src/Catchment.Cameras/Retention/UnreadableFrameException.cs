namespace Catchment.Cameras.Retention;

/// <summary>A frame in <c>images</c> cannot be read. It stays; the archive is well.</summary>
/// <param name="inner">What the file system said.</param>
internal sealed class UnreadableFrameException(Exception inner) : IOException(inner.Message, inner);
