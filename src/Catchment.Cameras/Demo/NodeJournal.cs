using Catchment.Core.Demo;

namespace Catchment.Cameras.Demo;

/// <summary>Takes down what a simulated node sends, one message after another. Each frame gets a number of its own, so that it can be told from all others.</summary>
/// <param name="source">The demo's source.</param>
/// <param name="node">The node.</param>
/// <param name="journal">Where it is taken down.</param>
/// <param name="time">The clock.</param>
internal sealed class NodeJournal(string source, string node, IDemoJournal journal, TimeProvider time)
{
    private DemoItem? _item;
    private long _frames;
    private long _attempt;

    /// <summary>A message is next.</summary>
    /// <param name="message">The message.</param>
    /// <returns>What is to be sent: a frame with its number.</returns>
    internal DemoMessage Begin(DemoMessage message)
    {
        if (message.IsFrame)
            message = message with { Picture = DemoPictures.Marked(message.Picture, $"frame {++_frames} of {node}") };
        _item = new DemoItem(source, message.Text, time.GetUtcNow()) { Bytes = message.IsFrame ? DemoItem.Hash(message.Picture.Span) : null, Attempts = 0 };
        return message;
    }

    /// <summary>An attempt begins.</summary>
    internal void Try() => _attempt = time.GetTimestamp();

    /// <summary>It was sent, at least in part.</summary>
    internal void Sent() => _item = _item! with { Attempts = _item.Attempts + 1 };

    /// <summary>It is over.</summary>
    /// <param name="answer">What was answered; null: nothing.</param>
    internal void End(string? answer)
    {
        if (_item is { Attempts: > 0 } item)
            journal.Note(item with { Answer = answer, Milliseconds = time.GetElapsedTime(_attempt).TotalMilliseconds });
        _item = null;
    }
}
