using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;
using Catchment.Tags.Store;

namespace Catchment.Tags.Ipc;

/// <summary>Answers the requests of one connection, one reply line for each. For one thread. Source: <c>tags</c> 3.</summary>
/// <param name="room">What it shares with others.</param>
/// <param name="output">Takes the replies.</param>
internal sealed partial class IpcSession(IpcRoom room, IpcOutput output) : IDisposable
{
    // A key's bytes: three for a character of UTF-8, six for an escaped one.
    private const int LongestKeyBytes = TagStore.MaxKeyLength * 6;

    private readonly char[] _key = ArrayPool<char>.Shared.Rent(LongestKeyBytes);
    private readonly PythonJson _json = output.Json;

    /// <summary>Answers one line; the reply stands in the output when it returns. The caller holds the output's gate.</summary>
    /// <param name="line">The line without its end.</param>
    internal void Answer(ReadOnlySpan<byte> line)
    {
        room.Door.Requests.Add();
        if (!Utf8.IsValid(line))
        {
            Refuse("invalid json: 'utf-8' codec can't decode the request");
            End(default, default);
            return;
        }

        try
        {
            Answer(IpcRequest.Parse(line));
        }
        catch (JsonException e)
        {
            if (PythonLiterals.Replace(line) is { } plain)
                AnswerPlain(plain, e);
            else
                RefuseJson(line, e);
        }
    }

    /// <summary>A line without newline can be no longer: the connection ends behind this reply.</summary>
    internal void RefuseTooLong()
    {
        Refuse("request too large");
        End(default, default);
        room.Metrics.Discarded.Add("request_too_large");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        EndSubscriptions();
        ArrayPool<char>.Shared.Return(_key);
    }

    private void AnswerPlain(byte[] line, JsonException original)
    {
        try
        {
            Answer(IpcRequest.Parse(line));
        }
        catch (JsonException)
        {
            RefuseJson(line, original);
        }
    }

    private void RefuseJson(ReadOnlySpan<byte> line, JsonException e)
    {
        Refuse(line.Trim(" \t\r"u8).IsEmpty ? "invalid json: Expecting value: line 1 column 1 (char 0)" : $"invalid json: {e.Message}");
        End(default, default);
    }

    private void Answer(in IpcRequest request)
    {
        if (request.IsObject)
            Do(request);
        else
            Refuse("request must be an object");
        End(request.Line, request[IpcMember.Rid]);
    }

    /// <summary>Writes a reply without the end of its object.</summary>
    private void Do(in IpcRequest request)
    {
        var line = request.Line;
        var action = request[IpcMember.Action];
        if (action.Is(line, "write"u8))
            Write(request);
        else if (action.Is(line, "bulk_write"u8))
            BulkWrite(request, isById: false);
        else if (action.Is(line, "bulk_write_by_id"u8))
            BulkWrite(request, isById: true);
        else if (action.Is(line, "write_by_id"u8))
            WriteById(request);
        else if (action.Is(line, "read"u8))
            Read(request);
        else if (action.Is(line, "ping"u8))
            Ping();
        else if (action.Is(line, "subscribe"u8))
            Subscribe(request);
        else if (action.Is(line, "unsubscribe"u8))
            Unsubscribe(request);
        else if (action.Is(line, "register"u8))
            Register(request);
        else if (action.Is(line, "stats"u8))
            Stats();
        else
            Refuse("unknown action");
    }

    private void Accept() => _json.Raw("{\"ok\": true"u8);

    private void Refuse(string error)
    {
        room.Door.Errors.Add();
        _json.Raw("{\"ok\": false, \"error\": "u8);
        _json.Text(error);
    }

    private void End(ReadOnlySpan<byte> line, IpcSlice rid)
    {
        if (!rid.IsMissing)
        {
            _json.Raw(", \"rid\": "u8);
            _json.Json(rid.In(line));
        }

        _json.Raw("}\n"u8);
    }

    /// <summary>A text of the request as characters, in the session's own memory; it is empty where there is none.</summary>
    /// <returns>False: it is longer than any key.</returns>
    private bool TryText(ReadOnlySpan<byte> line, IpcSlice slice, out ReadOnlySpan<char> text)
    {
        text = default;
        if (!slice.IsText)
            return true;
        if (slice.Length - 2 > LongestKeyBytes)
            return false;
        var length = slice.IsEscaped ? Unescape(slice.Reader(line)) : System.Text.Encoding.UTF8.GetChars(line.Slice(slice.Start + 1, slice.Length - 2), _key);
        text = _key.AsSpan(0, length);
        return true;
    }

    private int Unescape(Utf8JsonReader reader)
    {
        try
        {
            return reader.CopyString(_key);
        }
        catch (InvalidOperationException e)
        {
            throw new JsonException(JsonTexts.Half, e);
        }
    }

    private static TagValue ValueOf(ReadOnlySpan<byte> line, IpcSlice slice)
    {
        if (slice.IsMissing)
            return TagValue.Null;
        var reader = slice.Reader(line);
        return TagValue.Read(ref reader);
    }
}
