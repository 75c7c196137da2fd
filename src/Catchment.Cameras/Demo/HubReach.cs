using System.Text;
using Catchment.Core.Diagnostics;
using Catchment.Protocols.ZeroMq;

namespace Catchment.Cameras.Demo;

/// <summary>Tells once when the hub goes away, comes back, or begins to refuse, however many nodes notice it.</summary>
/// <param name="endpoint">The hub's.</param>
/// <param name="tell">Told in sentences.</param>
internal sealed class HubReach(ZmqEndpoint endpoint, Action<string>? tell)
{
    private const int MostReplyBytes = 200;

    private readonly Lock _gate = new();
    private int _away;
    private string? _refusal;

    /// <summary>A node finds no hub any more.</summary>
    internal void Lost()
    {
        lock (_gate)
        {
            if (++_away == 1)
                tell?.Invoke($"The hub at {endpoint} does not answer; trying again until it does. Is the node up (catchment up)?");
        }
    }

    /// <summary>A node that had lost the hub is answered again.</summary>
    internal void Found()
    {
        lock (_gate)
        {
            if (--_away == 0)
                tell?.Invoke($"The hub at {endpoint} answers.");
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
            tell?.Invoke($"The hub at {endpoint} refuses: {text}");
        }
    }
}
