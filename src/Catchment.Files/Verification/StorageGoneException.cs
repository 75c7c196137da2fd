namespace Catchment.Files.Verification;

/// <summary>The storage folder is not there, so that every file would be missing.</summary>
/// <param name="message">Which, and what to do.</param>
public sealed class StorageGoneException(string message) : Exception(message);
