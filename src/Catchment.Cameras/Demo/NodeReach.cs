using System.Text;
using Catchment.Core.Diagnostics;
using Catchment.Protocols.ZeroMq;

namespace Catchment.Cameras.Demo;

/// <summary>Tells once when a service goes away, comes back, or begins to refuse, however many senders notice it.</summary>
/// <param name="name">What it is: <c>hub</c> or <c>watcher</c>.</param>
/// <param name="endpoint">Its endpoint.</param>
/// <param name="tell">Told in sentences.</param>
internal sealed class NodeReach(string name, ZmqEndpoint endpoint, Action<string>? tell)
{
    private const int MostReplyBytes = 200;

    private readonly Lock _gate = new();
    private int _away;
    private string? _refusal;

    /// <summary>A sender finds it no more.</summary>
    internal void Lost()
    {
        lock (_gate)
        {
            if (++_away == 1)
                tell?.Invoke($"The {name} at {endpoint} does not answer; trying again until it does. Is the node up (catchment up)?");
        }
    }

    /// <summary>A sender that had lost it is answered again.</summary>
    internal void Found()
    {
        lock (_gate)
        {
            if (--_away == 0)
                tell?.Invoke($"The {name} at {endpoint} answers.");
        }
    }

    /// <summary>A message was answered with an error text.</summary>
    /// <param name="reply">The reply, as it came.</param>
    internal void Refused(ReadOnlySpan<byte> reply)
    {
        var text = LogText.OneLine(Encoding.UTF8.GetString(reply[..Math.Min(reply.Length, MostReplyBytes)]));
        lock (_gate)
        {
            if (text == _refusal)
                return;
            _refusal = text;
            tell?.Invoke($"The {name} at {endpoint} refuses: {text}");
        }
    }
}
