namespace Catchment.Protocols.ZeroMq;

/// <summary>
/// The prefixes that one peer subscribed to. They are additive (RFC 37, "The Publish-Subscribe Pattern"): what was subscribed twice
/// must be cancelled twice. Changed by the connection's thread, read by those who publish.
/// </summary>
internal sealed class SubscriptionSet(int maxCount, int maxLength)
{
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);
    private volatile byte[][] _prefixes = [];

    /// <summary>Adds a subscription.</summary>
    /// <exception cref="ZmqProtocolException">Too long, or too many.</exception>
    public void Add(ReadOnlySpan<byte> prefix)
    {
        if (prefix.Length > maxLength)
            throw new ZmqProtocolException(ZmqCloseReason.TooManySubscriptions, $"a subscription of {prefix.Length} octets, {maxLength} are allowed");
        var key = Convert.ToHexString(prefix);
        if (_counts.TryGetValue(key, out var count))
        {
            // Saturating: nobody cancels two thousand million times.
            _counts[key] = count == int.MaxValue ? count : count + 1;
            return;
        }

        if (_counts.Count >= maxCount)
            throw new ZmqProtocolException(ZmqCloseReason.TooManySubscriptions, $"more than {maxCount} subscriptions");
        _counts.Add(key, 1);
        _prefixes = [.. _prefixes, prefix.ToArray()];
    }

    /// <summary>Takes a subscription back; one that does not exist is ignored.</summary>
    public void Remove(ReadOnlySpan<byte> prefix)
    {
        if (prefix.Length > maxLength) return;
        var key = Convert.ToHexString(prefix);
        if (!_counts.TryGetValue(key, out var count)) return;
        if (count > 1)
        {
            _counts[key] = count - 1;
            return;
        }

        _counts.Remove(key);
        var gone = prefix.ToArray();
        _prefixes = [.. _prefixes.Where(p => !p.AsSpan().SequenceEqual(gone))];
    }

    /// <summary>Whether a message with this first frame was subscribed to.</summary>
    public bool Matches(ReadOnlySpan<byte> topic)
    {
        foreach (var prefix in _prefixes)
            if (topic.StartsWith(prefix)) return true;
        return false;
    }
}
