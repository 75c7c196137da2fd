namespace Catchment.Core.Configuration.Binding;

/// <summary>
/// Collects messages up to a bound that no person reads beyond; that there are more is told once for errors and once for
/// warnings, so that a configuration with an error never looks like one without.
/// </summary>
internal sealed class MessageCollection
{
    /// <summary>How many messages are kept.</summary>
    public const int Capacity = 1000;

    private readonly List<ConfigurationMessage> _messages = [];
    private readonly HashSet<MessageSeverity> _omitted = [];

    /// <summary>The messages in the order they came.</summary>
    public IReadOnlyList<ConfigurationMessage> Messages => _messages;

    /// <summary>Adds a message, or notes that there are more.</summary>
    /// <param name="message">The message.</param>
    public void Add(ConfigurationMessage message)
    {
        if (_messages.Count < Capacity)
            _messages.Add(message);
        else if (_omitted.Add(message.Severity))
            _messages.Add(message with { Key = string.Empty, Found = $"more than {Capacity} findings", Allowed = "fewer; mend those listed first" });
    }

    /// <summary>Adds messages one by one.</summary>
    /// <param name="messages">The messages.</param>
    public void AddRange(IEnumerable<ConfigurationMessage> messages)
    {
        foreach (var message in messages)
            Add(message);
    }
}
