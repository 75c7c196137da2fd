using Catchment.Core.Hosting;

namespace Catchment.Files.Backfill;

/// <summary>Backfill cannot start, or cannot go on; the message says what to do.</summary>
/// <param name="message">What is wrong, and what to do.</param>
/// <param name="cause">What was thrown; null: nothing.</param>
public sealed class BackfillException(string message, Exception? cause = null) : OperatorException(message, cause);
