namespace Catchment.Core.Diagnostics;

/// <summary>The form of a log line.</summary>
public enum LogFormat
{
    /// <summary>For people; under systemd with the priority that its journal understands.</summary>
    Text,

    /// <summary>One JSON object a line, with every value of the message under its own name.</summary>
    Json,
}
