using System.Buffers;
using System.Text;
using Catchment.Cameras.Events;
using Catchment.Core.Diagnostics;
using Catchment.Protocols.MessagePack;
using Catchment.Protocols.ZeroMq;
using Microsoft.Extensions.Logging;

namespace Catchment.Cameras.Pump;

/// <summary>Answers requests: every one of them, and of the kind that its sender can read. For many peers at once.</summary>
/// <remarks>Source: the camera specification, 6.2, 6.10 and 8.</remarks>
internal sealed partial class PumpRequests(
    RecordedEvents events, PictureReader pictures, Deletions deletions, PumpMetrics metrics, RefusalLog refusals, PumpTroubles troubles, TimeProvider time, ILogger logger)
{
    private const int LongestNewsText = 256;

    private static readonly SearchValues<byte> DayCharacters = SearchValues.Create("-0123456789"u8);

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
                Send(request, asked.Command, PumpReplies.EmptyList, DateOnly.MinValue);
                break;
            case PumpCommand.Hc:
                request.Reply(PumpReplies.Ok);
                break;
            case PumpCommand.Idx when Day(request, asked.Date, out var day):
                Send(request, asked.Command, PumpReplies.EmptyIndex, day);
                break;
            case PumpCommand.Evt when Has(request, asked.Date, "date") && Has(request, asked.Event, "evt") && Day(request, asked.Date, out var day) && Id(request, asked.Event):
                AnswerSet(request, asked, day);
                break;
            case PumpCommand.Img when Has(request, asked.Date, "date") && Has(request, asked.Event, "evt") && Day(request, asked.Date, out var day) && Id(request, asked.Event):
                Send(request, asked.Command, PumpReplies.EmptyList, day, asked.Event.Text);
                break;
            case PumpCommand.Pic when Has(request, asked.Date, "date") && Has(request, asked.Event, "evt") && Has(request, asked.FrameTime, "frametime")
                && Day(request, asked.Date, out var day) && Id(request, asked.Event) && FrameTime(request, asked.FrameTime):
                AnswerPicture(request, asked, day);
                break;
            case PumpCommand.Del when Has(request, asked.Date, "date") && Has(request, asked.Event, "evt") && Day(request, asked.Date, out var day) && Id(request, asked.Event):
                if (day is { } of)
                    request.Reply(deletions.Delete(new EventKey(of, Encoding.ASCII.GetString(asked.Event.Text))));
                else
                    Refuse(request, PumpRefusal.BadName, PumpReplies.Error, "there is no such day");
                break;
            case PumpCommand.Event when Has(request, asked.Date, "date") && Has(request, asked.Event, "event") && Has(request, asked.State, "state")
                && Day(request, asked.Date, out var day) && Id(request, asked.Event):
                TakeNews(request, asked, day);
                break;
            case PumpCommand.Unknown:
                Refuse(request, PumpRefusal.UnknownCommand, PumpReplies.Error, "cmd is missing, or no command that there is");
                break;
        }
    }

    private void AnswerSet(ZmqRequest request, PumpRequest asked, DateOnly? day)
    {
        var type = asked.Type.IsThere ? asked.Type.Text : "trk"u8;
        if (asked.Type is { IsThere: true, IsText: false })
            Refuse(request, PumpRefusal.NoText, PumpReplies.Exception, "trk is no text");
        else if (!IsName(type, EventNames.MaxTypeLength))
            Refuse(request, PumpRefusal.BadName, PumpReplies.Error, "trk is no type of a tracking set");
        else
            Send(request, asked.Command, PumpReplies.EmptySet, day, asked.Event.Text, type);
    }

    private void AnswerPicture(ZmqRequest request, PumpRequest asked, DateOnly? day)
    {
        var memory = pictures.Rent();
        try
        {
            var isThere = day is { } date && pictures.Read(date, asked.Event.Text, asked.FrameTime.Text, memory);
            request.Reply(PumpReplies.Header, isThere ? memory.Content : PumpReplies.NoPicture);
        }
        catch (Exception e) when (IsRefusal(e))
        {
            troubles.Occurs(PumpRefusal.Storage, e.Message);
            request.Reply(PumpReplies.Header, PumpReplies.NoPicture);
        }
        finally
        {
            pictures.Return(memory);
        }
    }

    private void TakeNews(ZmqRequest request, PumpRequest asked, DateOnly? day)
    {
        var state = asked.State.Text;
        if (day is not { } date || !(state.SequenceEqual("started"u8) || state.SequenceEqual("ended"u8) || state.SequenceEqual("deleted"u8))
            || asked.Node.Text.Length > LongestNewsText || asked.View.Text.Length > LongestNewsText)
        {
            Refuse(request, PumpRefusal.BadName, PumpReplies.Error, "news of an event have a date, a state (started, ended, deleted), and names of 256 bytes at most");
            return;
        }

        events.Distrust(date);
        var camera = LogText.OneLine(Encoding.UTF8.GetString(asked.Node.Text) + (asked.View.Text.IsEmpty ? "" : " " + Encoding.UTF8.GetString(asked.View.Text)));
        if (camera.Length > 0)
            camera += ", ";
        var (id, became, dayText) = (Encoding.ASCII.GetString(asked.Event.Text), Encoding.ASCII.GetString(state), EventNames.Text(date));
        LogEvent(logger, id, became, camera, dayText);
        request.Reply(PumpReplies.Ok);
    }

    /// <summary>Answers with data; what cannot be read is answered as if it were not there, and shown to the operator.</summary>
    private void Send(ZmqRequest request, PumpCommand command, byte[] empty, DateOnly? day, ReadOnlySpan<byte> id = default, ReadOnlySpan<byte> type = default)
    {
        byte[] answer;
        try
        {
            answer = day is { } date ? Make(command, date, id, type) : empty;
        }
        catch (Exception e) when (IsRefusal(e))
        {
            troubles.Occurs(PumpRefusal.Storage, e.Message);
            answer = empty;
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

    private bool Has(ZmqRequest request, PumpField field, string key)
    {
        if (!field.IsThere)
            Refuse(request, PumpRefusal.MissingKey, PumpReplies.Error, $"{key} is missing");
        else if (!field.IsText)
            Refuse(request, PumpRefusal.NoText, PumpReplies.Exception, $"{key} is no text");
        return field is { IsThere: true, IsText: true };
    }

    /// <summary>Reads a day; null when it has the form of one but is in no calendar.</summary>
    private bool Day(ZmqRequest request, PumpField field, out DateOnly? day)
    {
        day = null;
        if (!Has(request, field, "date"))
            return false;
        Span<char> text = stackalloc char[10];
        if (field.Text.Length == text.Length && field.Text[4] == '-' && field.Text[7] == '-' && !field.Text.ContainsAnyExcept(DayCharacters))
        {
            Encoding.ASCII.GetChars(field.Text, text);
            day = EventNames.TryParseDay(text, out var found) ? found : null;
            return true;
        }

        Refuse(request, PumpRefusal.BadName, PumpReplies.Error, "date is not of the form YYYY-MM-DD");
        return false;
    }

    private bool Id(ZmqRequest request, PumpField field)
    {
        var isId = IsName(field.Text, EventNames.MaxIdLength);
        if (!isId)
            Refuse(request, PumpRefusal.BadName, PumpReplies.Error, "evt is no event id");
        return isId;
    }

    private bool FrameTime(ZmqRequest request, PumpField field)
    {
        var isTime = PictureReader.IsFrameTime(field.Text);
        if (!isTime)
            Refuse(request, PumpRefusal.BadName, PumpReplies.Error, "frametime is not of the form YYYY-MM-DD_HH.MM.SS.ffffff");
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
