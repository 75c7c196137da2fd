using Catchment.Tags.Store;

namespace Catchment.Tags.Ipc;

/// <summary>The reply to a list of updates: one result for each, or how many were written and which were not. Source: <c>tags</c> 3.1, 3.3.</summary>
internal sealed class IpcBulkReport
{
    private readonly PythonJson _json;
    private readonly bool _isById;
    private readonly PythonJson? _failed;
    private bool _isFirst = true;
    private long _written;
    private long _index;

    /// <summary>Begins the reply.</summary>
    internal IpcBulkReport(PythonJson json, bool isById, bool isBrief)
    {
        (_json, _isById, _failed) = (json, isById, isBrief ? new PythonJson() : null);
        _json.Raw("{\"ok\": true, "u8);
        if (!isBrief)
            _json.Raw("\"results\": ["u8);
    }

    /// <summary>Writes to unknown keys that were ignored.</summary>
    internal long Ignored { get; private set; }

    internal void Add(ReadOnlySpan<byte> updates, IpcBulk bulk)
    {
        for (var i = 0; i < bulk.Items.Length; i++, _index++)
        {
            var (item, result) = (bulk.Items[i], bulk.Results[i]);
            var error = item.Error ?? (result.IsOk() ? null : _isById && result == WriteResult.NotRegistered ? "id not found" : result.Error());
            if (item.Error is null && result == WriteResult.Ignored)
                Ignored++;
            if (_failed is not null)
                Note(updates, item, error);
            else
                Tell(updates, item, bulk.Updates[i], result, error);
        }
    }

    /// <summary>Ends the reply but for the end of its object.</summary>
    internal void End()
    {
        if (_failed is null)
        {
            _json.Raw("]"u8);
            return;
        }

        _json.Raw("\"written\": "u8);
        _json.Number(_written);
        _json.Raw(", \"failed\": ["u8);
        _json.Raw(_failed.Written);
        _json.Raw("]"u8);
    }

    private void Tell(ReadOnlySpan<byte> updates, in IpcBulkItem item, in TagUpdate update, WriteResult result, string? error)
    {
        Separate(_json);
        _json.Raw("{"u8);
        if (error is null && !_isById)
        {
            _json.Raw("\"key\": "u8);
            _json.Text(update.Point?.Key ?? update.Key);
            _json.Raw(", "u8);
        }
        else if (!ReferenceEquals(error, NoObject))
        {
            _json.Raw(_isById ? "\"id\": "u8 : "\"key\": "u8);
            Name(_json, updates, item);
            _json.Raw(", "u8);
        }

        if (error is not null)
        {
            Error(_json, "\"ok\": false, \"error\": "u8, error);
            return;
        }

        _json.Raw("\"ok\": true"u8);
        if (_isById)
        {
            _json.Raw(", \"key\": "u8);
            _json.Text(update.Point!.Key);
        }
        else if (result == WriteResult.Registered)
        {
            _json.Raw(", \"registered\": true"u8);
        }

        _json.Raw("}"u8);
    }

    private void Note(ReadOnlySpan<byte> updates, in IpcBulkItem item, string? error)
    {
        if (error is null)
        {
            _written++;
            return;
        }

        Separate(_failed!);
        _failed!.Raw("{\"index\": "u8);
        _failed.Number(_index);
        _failed.Raw(", \"key\": "u8);
        Name(_failed, updates, item);
        Error(_failed, ", \"error\": "u8, error);
    }

    /// <summary>The error of an update that has no name.</summary>
    internal const string NoObject = "update must be an object";

    private void Separate(PythonJson json)
    {
        if (!_isFirst)
            json.Raw(", "u8);
        _isFirst = false;
    }

    private static void Name(PythonJson json, ReadOnlySpan<byte> updates, in IpcBulkItem item)
    {
        if (item.Name.IsMissing)
            json.Raw("null"u8);
        else
            json.Json(item.Name.In(updates));
    }

    private static void Error(PythonJson json, ReadOnlySpan<byte> name, string error)
    {
        json.Raw(name);
        json.Text(error);
        json.Raw("}"u8);
    }
}
