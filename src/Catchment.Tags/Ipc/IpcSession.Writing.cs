using System.Text.Json;
using Catchment.Tags.Store;

namespace Catchment.Tags.Ipc;

/// <content>Writes.</content>
internal sealed partial class IpcSession
{
    private const int ChunkLength = 1024;

    private void Write(in IpcRequest request)
    {
        var line = request.Line;
        if (!TryText(line, request[IpcMember.Key], out var key))
        {
            Refuse(WriteResult.InvalidKey.Error());
            return;
        }

        if (key.IsEmpty)
        {
            Refuse("key required");
            return;
        }

        if (!TryWrite(line, request[IpcMember.Value], request[IpcMember.Timestamp], request[IpcMember.Quality], Origin(request), out var write, out var error))
        {
            Refuse(error);
            return;
        }

        var result = room.Store.TryGet(key, out var point) ? room.Store.Write(point, write) : room.Store.Write(key.ToString(), write);
        if (!Count(result))
        {
            Refuse(result.Error());
            return;
        }

        Accept();
        if (result == WriteResult.Registered)
            _json.Raw(", \"registered\": true"u8);
    }

    private void WriteById(in IpcRequest request)
    {
        var line = request.Line;
        var isId = TryText(line, request[IpcMember.Id], out var id);
        if (isId && id.IsEmpty)
        {
            Refuse("id required");
            return;
        }

        if (!isId || !TryFind(id, out var point))
        {
            Refuse("id not found");
            return;
        }

        if (!TryWrite(line, request[IpcMember.Value], request[IpcMember.Timestamp], request[IpcMember.Quality], Origin(request), out var write, out var error))
        {
            Refuse(error);
            return;
        }

        var result = room.Store.Write(point, write);
        if (!Count(result))
        {
            Refuse(result == WriteResult.NotRegistered ? "id not found" : result.Error());
            return;
        }

        Accept();
        _json.Raw(", \"key\": "u8);
        _json.Text(point.Key);
    }

    /// <summary>Writes the values of a list. It is done piece by piece, so that neither its memory nor a lock grows with the list.</summary>
    private void BulkWrite(in IpcRequest request, bool isById)
    {
        var list = request[IpcMember.Updates];
        if (list.Type != JsonTokenType.StartArray)
        {
            Refuse("updates must be a list");
            return;
        }

        if (request.Updates > IpcRequest.MaxUpdates)
        {
            Refuse($"at most {IpcRequest.MaxUpdates} updates are taken at once");
            return;
        }

        using var bulk = new IpcBulk(Math.Clamp(request.Updates, 1, ChunkLength));
        var report = new IpcBulkReport(_json, isById, isBrief: !isById && request[IpcMember.Brief].Type == JsonTokenType.True);
        var updates = list.In(request.Line);
        var reader = list.Reader(request.Line);
        var origin = Origin(request);
        var isMore = true;
        while (isMore)
        {
            isMore = Fill(ref reader, updates, bulk, origin, isById);
            room.Store.Write(bulk.Updates, bulk.Results);
            report.Add(updates, bulk);
            output.SpillWhenLong();
            bulk.Clear();
        }

        report.End();
        room.Metrics.Discarded.Add("unknown_key", report.Ignored);
    }

    /// <summary>Reads the next updates.</summary>
    /// <returns>Whether there are more behind them.</returns>
    private bool Fill(ref Utf8JsonReader reader, ReadOnlySpan<byte> updates, IpcBulk bulk, TagOrigin origin, bool isById)
    {
        while (!bulk.IsFull)
        {
            if (!reader.Read() || reader.TokenType == JsonTokenType.EndArray)
                return false;
            var item = new IpcBulkItem(default, null);
            var update = default(TagUpdate);
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                reader.Skip();
                item = new IpcBulkItem(default, IpcBulkReport.NoObject);
            }
            else
            {
                item = ReadItem(ref reader, updates, origin, isById, out update);
            }

            bulk.Add(item, update);
        }

        return true;
    }

    private IpcBulkItem ReadItem(ref Utf8JsonReader reader, ReadOnlySpan<byte> updates, TagOrigin origin, bool isById, out TagUpdate update)
    {
        IpcSlice name = default, value = default, timestamp = default, quality = default;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var member = IpcRequest.MemberOf(ref reader);
            _ = reader.Read();
            var slice = IpcSlice.Of(ref reader);
            switch (member)
            {
                case IpcMember.Id when isById:
                case IpcMember.Key when !isById:
                    name = slice;
                    break;
                case IpcMember.Value:
                    value = slice;
                    break;
                case IpcMember.Timestamp:
                    timestamp = slice;
                    break;
                case IpcMember.Quality:
                    quality = slice;
                    break;
            }
        }

        update = default;
        try
        {
            var error = TryTarget(updates, name, isById, out var point, out var key);
            if (error is not null)
                return new IpcBulkItem(name, error);
            if (!TryWrite(updates, value, timestamp, quality, origin, out var write, out error))
                return new IpcBulkItem(name, error);
            update = new TagUpdate(point, key, write);
            return new IpcBulkItem(name, null);
        }
        catch (JsonException e)
        {
            return new IpcBulkItem(name, e.Message); // Half a surrogate pair costs its own item only.
        }
    }

    private string? TryTarget(ReadOnlySpan<byte> updates, IpcSlice name, bool isById, out DataPoint? point, out string? key)
    {
        (point, key) = (null, null);
        if (!TryText(updates, name, out var text))
            return isById ? "id not found" : WriteResult.InvalidKey.Error();
        if (text.IsEmpty)
            return isById ? "id required" : "key required";
        if (isById)
            return TryFind(text, out point) ? null : "id not found";
        if (!room.Store.TryGet(text, out point))
            key = text.ToString();
        return null;
    }

    private bool TryFind(ReadOnlySpan<char> id, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out DataPoint? point)
    {
        point = null;
        // An id has lower-case digits only: Guid takes others too.
        return id.Length == 32 && !id.ContainsAnyInRange('A', 'F') && Guid.TryParseExact(id, "N", out var guid) && room.Store.TryGet(guid, out point);
    }

    private static TagOrigin Origin(in IpcRequest request) => request[IpcMember.Source].Is(request.Line, "sync"u8) ? TagOrigin.Sync : TagOrigin.Ipc;

    private static bool TryWrite(ReadOnlySpan<byte> line, IpcSlice value, IpcSlice timestamp, IpcSlice quality, TagOrigin origin, out TagWrite write, out string error)
    {
        (write, error) = (default, "");
        double? time = null;
        if (!timestamp.IsMissing && timestamp.Type != JsonTokenType.Null)
        {
            time = timestamp.Type == JsonTokenType.Number ? timestamp.Reader(line).GetDouble() : -1;
            if (time is not (>= 0 and < double.PositiveInfinity))
            {
                error = "timestamp must be Unix seconds";
                return false;
            }
        }

        TagQuality? known = null;
        if (!quality.IsMissing && quality.Type != JsonTokenType.Null)
        {
            known = quality.Is(line, "GOOD"u8) ? TagQuality.Good : quality.Is(line, "UNCERTAIN"u8) ? TagQuality.Uncertain : quality.Is(line, "BAD"u8) ? TagQuality.Bad : null;
            if (known is null)
            {
                error = "quality must be GOOD, UNCERTAIN or BAD";
                return false;
            }
        }

        write = new TagWrite(ValueOf(line, value), origin, time, known);
        return true;
    }

    private bool Count(WriteResult result)
    {
        if (result == WriteResult.Ignored)
            room.Metrics.Discarded.Add("unknown_key");
        return result.IsOk();
    }
}
