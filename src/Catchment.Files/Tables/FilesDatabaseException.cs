using Catchment.Core.Hosting;

namespace Catchment.Files.Tables;

/// <summary>The database is not what the configuration says: a table or column is missing or of another kind. The message says what to do.</summary>
/// <param name="message">What is wrong, and what to do.</param>
public sealed class FilesDatabaseException(string message) : OperatorException(message);
