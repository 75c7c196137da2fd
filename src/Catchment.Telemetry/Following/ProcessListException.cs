using Catchment.Core.Hosting;

namespace Catchment.Telemetry.Following;

/// <summary>The process list cannot be used; the message says why, in a line for the operator.</summary>
/// <param name="message">Path, line and reason.</param>
public sealed class ProcessListException(string message) : OperatorException(message);
