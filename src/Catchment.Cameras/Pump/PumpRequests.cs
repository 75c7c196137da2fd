using System.Text;
using Catchment.Cameras.Events;
using Catchment.Core.Diagnostics;
using Catchment.Core.Storage;
using Catchment.Protocols.MessagePack;
using Catchment.Protocols.ZeroMq;
using Microsoft.Extensions.Logging;

namespace Catchment.Cameras.Pump;

/// <summary>Answers requests: every one of them, and of the kind that its sender can read. For many peers at once.</summary>
/// <remarks>Source: the camera specification, 6.2, 6.10 and 8.</remarks>
internal sealed partial class PumpRequests(
    RecordedEvents events, PictureReader pictures, FileMemories memories, Deletions deletions, PumpMetrics metrics, RefusalLog refusals, PumpTroubles troubles, TimeProvider time, ILogger logger)
{
    private const int LongestNewsText = 256;

    /// <summary>Answers a request.</summary>
    internal void Answer(ZmqRequest request)
    {
        var began = time.GetTimestamp();
        metrics.Received(request.Message.TotalBytes);
        try
        {
            if (request.Message.FrameCount == 1)
                Answer(request, PumpRequest.Read(request.Message[0]));
            else
                Refuse(request, PumpRefusal.Malformed, PumpReplies.Error, "a request has one frame");
        }
        catch (MessagePackException e)
        {
            Refuse(request, PumpRefusal.Malformed, PumpReplies.Error, e.Message);
        }
        catch (Exception e)
        {
            metrics.Refused(PumpRefusal.Fault);
            LogFault(logger, e, request.Peer);
            request.Reply(PumpReplies.Exception);
        }
        finally
        {
            metrics.Answered(time.GetElapsedTime(began));
        }
    }

    private static bool IsRefusal(Exception error) => error is IOException or UnauthorizedAccessException;

    private void Answer(ZmqRequest request, PumpRequest asked)
    {
        metrics.Asked(asked.Command);
        if (!asked.IsMap)
        {
            Refuse(request, PumpRefusal.NoMap, asked.NamesCommand ? PumpReplies.Exception : PumpReplies.Error, "a request is a map");
            return;
        }

        switch (asked.Command)
        {
            case PumpCommand.Dat:
                Send(request, asked.Command, default);
                break;
            case PumpCommand.Hc:
                request.Reply(PumpReplies.Ok);
                break;
            case PumpCommand.Idx when Has(request, asked.Date, "date") && Day(request, asked, out var day):
                Send(request, asked.Command, day);
                break;
            case PumpCommand.Evt when HasEvent(request, asked) && HasType(request, asked, out var type)
                && Day(request, asked, out var day) && Id(request, asked.Command, asked.Event) && Type(request, type):
                Send(request, asked.Command, day, asked.Event.Text, type);
                break;
            case PumpCommand.Img when HasEvent(request, asked) && Day(request, asked, out var day) && Id(request, asked.Command, asked.Event):
                Send(request, asked.Command, day, asked.Event.Text);
                break;
            case PumpCommand.Pic when HasEvent(request, asked) && Has(request, asked.FrameTime, "frametime")
                && Day(request, asked, out var day) && Id(request, asked.Command, asked.Event) && FrameTime(request, asked.FrameTime):
                AnswerPicture(request, asked, day);
                break;
            case PumpCommand.Del when HasEvent(request, asked) && Day(request, asked, out var day) && Id(request, asked.Command, asked.Event):
                request.Reply(deletions.Delete(new EventKey(day, Encoding.ASCII.GetString(asked.Event.Text))));
                break;
            case PumpCommand.Event when Has(request, asked.Date, "date") && Has(request, asked.NewsEvent, "event") && Has(request, asked.State, "state")
                && Day(request, asked, out var day) && Id(request, asked.Command, asked.NewsEvent):
                TakeNews(request, asked, day);
                break;
            case PumpCommand.Unknown:
                Refuse(request, PumpRefusal.UnknownCommand, PumpReplies.Error, "cmd is missing, or no command that there is");
                break;
        }
    }

    private void AnswerPicture(ZmqRequest request, PumpRequest asked, DateOnly day)
    {
        var memory = memories.Rent();
        try
        {
            var isThere = pictures.Read(day, asked.Event.Text, asked.FrameTime.Text, memory);
            request.Reply(PumpReplies.Header, isThere ? memory.Content : PumpReplies.NoPicture);
        }
        catch (Exception e) when (IsRefusal(e))
        {
            troubles.Occurs(PumpRefusal.Storage, e.Message);
            request.Reply(PumpReplies.Header, PumpReplies.NoPicture);
        }
        finally
        {
            memories.Return(memory);
        }
    }

    private void TakeNews(ZmqRequest request, PumpRequest asked, DateOnly day)
    {
        var state = asked.State.Text;
        if (!(state.SequenceEqual("started"u8) || state.SequenceEqual("ended"u8) || state.SequenceEqual("deleted"u8))
            || asked.Node.Text.Length > LongestNewsText || asked.View.Text.Length > LongestNewsText)
        {
            RefuseName(request, asked.Command, "news of an event have a state (started, ended, deleted) and names of 256 bytes at most");
            return;
        }

        events.Distrust(day);
        var camera = LogText.OneLine(Encoding.UTF8.GetString(asked.Node.Text) + (asked.View.Text.IsEmpty ? "" : " " + Encoding.UTF8.GetString(asked.View.Text)));
        if (camera.Length > 0)
            camera += ", ";
        var (id, became, dayText) = (Encoding.ASCII.GetString(asked.NewsEvent.Text), Encoding.ASCII.GetString(state), EventNames.Text(day));
        LogEvent(logger, id, became, camera, dayText);
        request.Reply(PumpReplies.Ok);
    }

    /// <summary>Answers with data; what cannot be read is answered as if it were not there, and shown to the operator.</summary>
    private void Send(ZmqRequest request, PumpCommand command, DateOnly day, ReadOnlySpan<byte> id = default, ReadOnlySpan<byte> type = default)
    {
        byte[] answer;
        try
        {
            answer = Make(command, day, id, type);
        }
        catch (Exception e) when (IsRefusal(e))
        {
            troubles.Occurs(PumpRefusal.Storage, e.Message);
            answer = PumpReplies.EmptyOf(command);
        }

        request.Reply(PumpReplies.Header, answer);
    }

    private byte[] Make(PumpCommand command, DateOnly day, ReadOnlySpan<byte> id, ReadOnlySpan<byte> type) => command switch
    {
        PumpCommand.Dat => events.Days(),
        PumpCommand.Idx => events.Index(day),
        PumpCommand.Evt => events.Set(day, id, type),
        _ => events.Pictures(day, id),
    };

    private void Refuse(ZmqRequest request, PumpRefusal reason, ReadOnlySpan<byte> reply, string detail)
    {
        refusals.Refused(reason, request.Peer, detail);
        request.Reply(reply);
    }

    /// <summary>
    /// Refuses a text that names nothing: whoever asks for data gets the empty answer that its client can read, for a plain one would cost
    /// it its time-out.
    /// </summary>
    private void RefuseName(ZmqRequest request, PumpCommand command, string detail)
    {
        refusals.Refused(PumpRefusal.BadName, request.Peer, detail);
        if (command is PumpCommand.Del or PumpCommand.Event)
            request.Reply(PumpReplies.Error);
        else
            request.Reply(PumpReplies.Header, PumpReplies.EmptyOf(command));
    }

    private bool HasEvent(ZmqRequest request, PumpRequest asked) => Has(request, asked.Date, "date") && Has(request, asked.Event, "evt");

    private bool HasType(ZmqRequest request, PumpRequest asked, out ReadOnlySpan<byte> type)
    {
        type = asked.Type.IsThere ? asked.Type.Text : "trk"u8;
        return !asked.Type.IsThere || Has(request, asked.Type, "trk");
    }

    private bool Has(ZmqRequest request, PumpField field, string key)
    {
        if (!field.IsThere)
            Refuse(request, PumpRefusal.MissingKey, PumpReplies.Error, $"{key} is missing");
        else if (!field.IsText)
            Refuse(request, PumpRefusal.NoText, PumpReplies.Exception, $"{key} is no text");
        return field is { IsThere: true, IsText: true };
    }

    private bool Day(ZmqRequest request, PumpRequest asked, out DateOnly day)
    {
        Span<char> text = stackalloc char[10];
        day = default;
        var isDay = asked.Date.Text.Length == text.Length && Encoding.ASCII.GetChars(asked.Date.Text, text) == text.Length && EventNames.TryParseDay(text, out day);
        if (!isDay)
            RefuseName(request, asked.Command, "date is no day of the form YYYY-MM-DD");
        return isDay;
    }

    private bool Id(ZmqRequest request, PumpCommand command, PumpField field)
    {
        var isId = IsName(field.Text, EventNames.MaxIdLength);
        if (!isId)
            RefuseName(request, command, "evt is no event id");
        return isId;
    }

    private bool Type(ZmqRequest request, ReadOnlySpan<byte> type)
    {
        var isType = IsName(type, EventNames.MaxTypeLength);
        if (!isType)
            RefuseName(request, PumpCommand.Evt, "trk is no type of a tracking set");
        return isType;
    }

    private bool FrameTime(ZmqRequest request, PumpField field)
    {
        var isTime = PictureReader.IsFrameTime(field.Text);
        if (!isTime)
            RefuseName(request, PumpCommand.Pic, "frametime is not of the form YYYY-MM-DD_HH.MM.SS.ffffff");
        return isTime;
    }

    /// <summary>Letters, digits and dashes of ASCII, so many at most.</summary>
    private static bool IsName(ReadOnlySpan<byte> text, int most)
    {
        if (text.IsEmpty || text.Length > most)
            return false;
        Span<char> characters = stackalloc char[text.Length];
        return Encoding.UTF8.TryGetChars(text, characters, out var length) && EventNames.IsId(characters[..length]);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Event {Id} {State}, {Camera}{Day}")]
    private static partial void LogEvent(ILogger logger, string id, string state, string camera, string day);

    [LoggerMessage(Level = LogLevel.Error, Message = "A request of {Peer} could not be answered; this is a mistake in the program")]
    private static partial void LogFault(ILogger logger, Exception error, System.Net.IPEndPoint peer);
}
