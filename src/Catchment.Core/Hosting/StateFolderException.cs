namespace Catchment.Core.Hosting;

/// <summary>A state folder, or a file in it, cannot be used; the message says which, why and what to do.</summary>
/// <param name="message">The whole story in one or two sentences.</param>
/// <param name="inner">What the system said.</param>
public sealed class StateFolderException(string message, Exception? inner = null) : OperatorException(message, inner);
