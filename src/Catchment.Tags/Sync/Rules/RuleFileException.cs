using Catchment.Core.Hosting;

namespace Catchment.Tags.Sync.Rules;

/// <summary>A file of rules that cannot be used. The message names file, line and what is allowed there.</summary>
/// <param name="message">What is wrong.</param>
/// <param name="cause">What was thrown; null: nothing.</param>
public sealed class RuleFileException(string message, Exception? cause = null) : OperatorException(message, cause);
