using Catchment.Protocols.MessagePack;

namespace Catchment.Cameras.Pump;

/// <summary>A request: a view of its frame. Nothing is allocated to read it.</summary>
/// <remarks>Source: the camera specification, 6.2.</remarks>
internal ref struct PumpRequest
{
    private PumpField _command;

    /// <summary>What is asked for.</summary>
    internal PumpCommand Command { get; private set; }

    /// <summary>It is a map; otherwise only <see cref="NamesCommand"/> says something.</summary>
    internal bool IsMap { get; private set; }

    /// <summary>It is no map, and the word <c>cmd</c> is in it all the same.</summary>
    internal bool NamesCommand { get; private set; }

    /// <summary><c>date</c>.</summary>
    internal PumpField Date;

    /// <summary><c>evt</c>.</summary>
    internal PumpField Event;

    /// <summary><c>event</c>, in news.</summary>
    internal PumpField NewsEvent;

    /// <summary><c>trk</c>.</summary>
    internal PumpField Type;

    /// <summary><c>frametime</c>.</summary>
    internal PumpField FrameTime;

    /// <summary><c>state</c>, in news.</summary>
    internal PumpField State;

    /// <summary><c>node</c>, in news.</summary>
    internal PumpField Node;

    /// <summary><c>view</c>, in news.</summary>
    internal PumpField View;

    /// <summary>Reads a request.</summary>
    /// <exception cref="MessagePackException">It is not one value of MessagePack, or none that a request may be.</exception>
    internal static PumpRequest Read(ReadOnlySpan<byte> frame)
    {
        var request = new PumpRequest();
        var reader = new MessagePackReader(frame);
        reader.Read();
        switch (reader.Kind)
        {
            case MessagePackKind.Map:
                request.IsMap = true;
                request.ReadMap(ref reader);
                break;
            case MessagePackKind.Array:
                request.ReadArray(ref reader);
                break;
            case MessagePackKind.Text:
                request.NamesCommand = reader.Content.IndexOf("cmd"u8) >= 0;
                break;
            default:
                throw new MessagePackException($"a request is a map, not {reader.Kind}");
        }

        reader.End();
        request.Command = request._command.IsText ? CommandOf(request._command.Text) : PumpCommand.Unknown;
        return request;
    }

    private static PumpCommand CommandOf(ReadOnlySpan<byte> text) => text switch
    {
        [(byte)'d', (byte)'a', (byte)'t'] => PumpCommand.Dat,
        [(byte)'i', (byte)'d', (byte)'x'] => PumpCommand.Idx,
        [(byte)'e', (byte)'v', (byte)'t'] => PumpCommand.Evt,
        [(byte)'i', (byte)'m', (byte)'g'] => PumpCommand.Img,
        [(byte)'p', (byte)'i', (byte)'c'] => PumpCommand.Pic,
        [(byte)'d', (byte)'e', (byte)'l'] => PumpCommand.Del,
        [(byte)'H', (byte)'C'] => PumpCommand.Hc,
        _ => text.SequenceEqual("Event"u8) ? PumpCommand.Event : PumpCommand.Unknown,
    };

    private void ReadMap(ref MessagePackReader reader)
    {
        for (var left = reader.Count; left > 0; left--)
        {
            reader.Read();
            if (reader.Kind is not (MessagePackKind.Text or MessagePackKind.Binary))
                throw new MessagePackException("a key is no text");
            var key = reader.Content;
            reader.Read();
            Take(key, reader.Kind is MessagePackKind.Text or MessagePackKind.Binary ? PumpField.Of(reader.Content) : PumpField.Other());
            reader.SkipContent();
        }
    }

    private void ReadArray(ref MessagePackReader reader)
    {
        for (var left = reader.Count; left > 0; left--)
        {
            reader.Read();
            NamesCommand |= reader.Kind == MessagePackKind.Text && reader.Content.SequenceEqual("cmd"u8);
            reader.SkipContent();
        }
    }

    /// <summary>Takes a value; of a key that comes twice the last one counts.</summary>
    private void Take(ReadOnlySpan<byte> key, PumpField value)
    {
        if (key.SequenceEqual("cmd"u8))
            _command = value;
        else if (key.SequenceEqual("date"u8))
            Date = value;
        else if (key.SequenceEqual("evt"u8))
            Event = value;
        else if (key.SequenceEqual("event"u8))
            NewsEvent = value;
        else if (key.SequenceEqual("trk"u8))
            Type = value;
        else if (key.SequenceEqual("frametime"u8))
            FrameTime = value;
        else if (key.SequenceEqual("state"u8))
            State = value;
        else if (key.SequenceEqual("node"u8))
            Node = value;
        else if (key.SequenceEqual("view"u8))
            View = value;
    }
}
