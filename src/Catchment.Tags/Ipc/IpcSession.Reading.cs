using System.Text.Json;
using Catchment.Tags.Store;

namespace Catchment.Tags.Ipc;

/// <content>What is asked and registered.</content>
internal sealed partial class IpcSession
{
    private void Ping()
    {
        Accept();
        _json.Raw(", \"version\": "u8);
        _json.Text(room.Version);
    }

    private void Read(in IpcRequest request)
    {
        var keys = request[IpcMember.Keys];
        if (!keys.IsMissing)
        {
            ReadMany(request.Line, keys);
            return;
        }

        var prefixes = request[IpcMember.Prefixes];
        if (!prefixes.IsMissing)
        {
            ReadBeginning(request.Line, prefixes);
            return;
        }

        var isKey = TryText(request.Line, request[IpcMember.Key], out var key);
        if (isKey && key.IsEmpty)
        {
            Refuse("key required");
            return;
        }

        if (!isKey || !room.Store.TryGet(key, out var point))
        {
            Refuse("key not found");
            return;
        }

        Accept();
        _json.Raw(", \"key\": "u8);
        _json.Text(point.Key);
        _json.Raw(", "u8);
        Members(point);
    }

    private void ReadMany(ReadOnlySpan<byte> line, IpcSlice keys)
    {
        if (!IsTexts(line, keys))
        {
            Refuse("keys must be a list of texts");
            return;
        }

        Accept();
        _json.Raw(", \"values\": {"u8);
        var list = keys.In(line);
        var reader = keys.Reader(line);
        var isFirst = true;
        while (reader.Read() && reader.TokenType == JsonTokenType.String)
        {
            if (!isFirst)
                _json.Raw(", "u8);
            isFirst = false;
            var slice = IpcSlice.Of(ref reader);
            _json.Json(slice.In(list));
            _json.Raw(": "u8);
            if (TryText(list, slice, out var key) && room.Store.TryGet(key, out var point))
            {
                _json.Raw("{"u8);
                Members(point);
                _json.Raw("}"u8);
            }
            else
            {
                _json.Raw("null"u8);
            }

            output.SpillWhenLong();
        }

        _json.Raw("}"u8);
    }

    /// <summary>All points whose keys begin with one of the texts.</summary>
    private void ReadBeginning(ReadOnlySpan<byte> line, IpcSlice prefixes)
    {
        if (!IsTexts(line, prefixes))
        {
            Refuse("prefixes must be a list of texts");
            return;
        }

        var wanted = Texts(line, prefixes);
        Accept();
        _json.Raw(", \"values\": {"u8);
        var isFirst = true;
        foreach (var point in room.Store.Points.Where(point => wanted.Any(prefix => point.Key.StartsWith(prefix, StringComparison.Ordinal))))
        {
            if (!isFirst)
                _json.Raw(", "u8);
            isFirst = false;
            _json.Text(point.Key);
            _json.Raw(": {"u8);
            Members(point);
            _json.Raw("}"u8);
            output.SpillWhenLong();
        }

        _json.Raw("}"u8);
    }

    private void Members(DataPoint point)
    {
        WriteState(_json, point.Read());
        _json.Raw(", \"data_type\": "u8);
        _json.Text(point.Definition.DataType);
        _json.Raw(", \"units\": "u8);
        _json.Text(point.Definition.Units);
        _json.Raw(", \"default\": "u8);
        _json.Value(point.Definition.Default);
    }

    private void Register(in IpcRequest request)
    {
        JsonTexts.Check(request.Line);
        using var document = JsonDocument.Parse(request.Line.ToArray(), new JsonDocumentOptions { MaxDepth = TagValue.MaxDepth });
        if (RegistrationForm.Read(document.RootElement, allowsConflict: false, out var error) is not { } registration)
        {
            Refuse(error!);
            return;
        }

        try
        {
            var point = room.Store.Register(registration);
            Accept();
            _json.Raw(", \"id\": "u8);
            _json.Text(point.Definition.Id.ToString("N"));
        }
        catch (Exception e) when (e is PointRefusedException or IOException)
        {
            Refuse(e.Message);
        }
    }

    private void Stats()
    {
        Accept();
        _json.Raw(", \"version\": "u8);
        _json.Text(room.Version);
        _json.Raw(", \"uptime_sec\": "u8);
        _json.Number((long)room.Time.GetElapsedTime(room.Opened).TotalSeconds);
        Tell(", \"connections\": "u8, room.Door.Clients.Value);
        Tell(", \"requests\": "u8, room.Door.Requests.Value);
        Tell(", \"errors\": "u8, room.Door.Errors.Value);
        Tell(", \"discarded\": "u8, room.Metrics.Discarded.Total);
        Tell(", \"points\": "u8, room.Store.Count);
        Tell(", \"writes\": "u8, room.Store.Writes);
        Tell(", \"history_entries\": "u8, room.Store.HistoryEntries);
        Tell(", \"history_bytes\": "u8, room.Store.HistoryBytes);
    }

    private void Tell(ReadOnlySpan<byte> name, long number)
    {
        _json.Raw(name);
        _json.Number(number);
    }

    /// <summary>Whether it is a list of texts.</summary>
    /// <exception cref="JsonException">One of them is none: known before anything of the reply is written.</exception>
    private static bool IsTexts(ReadOnlySpan<byte> line, IpcSlice list)
    {
        if (list.Type != JsonTokenType.StartArray)
            return false;
        JsonTexts.Check(list.In(line));
        var reader = list.Reader(line);
        while (reader.Read() && reader.TokenType == JsonTokenType.String)
        {
            // All of them.
        }

        return reader.TokenType == JsonTokenType.EndArray;
    }

    /// <summary>Value, quality and time as members.</summary>
    internal static void WriteState(PythonJson json, in PointState state)
    {
        json.Raw("\"value\": "u8);
        json.Value(state.Value);
        json.Raw(", \"quality\": "u8);
        json.Text(state.Quality.Name());
        json.Raw(", \"timestamp\": "u8);
        json.Number(state.Timestamp);
    }
}
