namespace Catchment.Core.Plugins;

/// <summary>A file was refused, in the words of the system that refused it: the message is recorded as it is, without a type's name in front.</summary>
/// <param name="message">The reason.</param>
public sealed class IngestFailureException(string message) : Exception(message);
