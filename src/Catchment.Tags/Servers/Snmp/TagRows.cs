using System.Text.Json;
using Catchment.Tags.State;

namespace Catchment.Tags.Servers.Snmp;

/// <summary>
/// The rows' numbers by key: one that was given stays through restarts, also of a tag that goes and comes again. Numbers that were given since the last save go with a
/// process that is killed. Safe on any thread.
/// </summary>
internal sealed class TagRows
{
    /// <summary>The name of the document that remembers.</summary>
    internal const string DocumentName = "snmp-rows";

    /// <summary>So many keys are remembered; beyond, those that are gone are forgotten.</summary>
    internal const int MostKept = 200_000;

    private readonly Lock _gate = new();
    private readonly IDocumentStore _documents;
    private Dictionary<string, int> _numbers;
    private int _last;
    private bool _isNew;

    /// <summary>The numbers as they were kept.</summary>
    /// <exception cref="IOException">They cannot be read.</exception>
    internal TagRows(IDocumentStore documents)
    {
        _documents = documents;
        _numbers = documents.Load(DocumentName) is { } json ? JsonSerializer.Deserialize(json, TagRowsJson.Default.DictionaryStringInt32) ?? [] : [];
        _last = _numbers.Count == 0 ? 0 : _numbers.Values.Max();
    }

    /// <summary>The numbers of keys, each with one of its own.</summary>
    /// <returns>In their order.</returns>
    internal IReadOnlyList<(int Number, string Key)> Of(IReadOnlyCollection<string> keys)
    {
        lock (_gate)
        {
            List<(int Number, string Key)> rows = new(keys.Count);
            foreach (var key in keys)
            {
                if (!_numbers.TryGetValue(key, out var number))
                {
                    _numbers.Add(key, number = ++_last);
                    _isNew = true;
                }

                rows.Add((number, key));
            }

            if (_numbers.Count > MostKept && _numbers.Count > keys.Count * 2)
                _numbers = rows.ToDictionary(static row => row.Key, static row => row.Number, StringComparer.Ordinal);
            rows.Sort(static (one, other) => one.Number.CompareTo(other.Number));
            return rows;
        }
    }

    /// <summary>Keeps what is new.</summary>
    /// <exception cref="IOException">It cannot be kept; it is tried again with the next call.</exception>
    internal void Save()
    {
        byte[] json;
        lock (_gate)
        {
            if (!_isNew)
                return;
            json = JsonSerializer.SerializeToUtf8Bytes(_numbers, TagRowsJson.Default.DictionaryStringInt32);
            _isNew = false;
        }

        try
        {
            _documents.Save(DocumentName, json);
        }
        catch (IOException)
        {
            lock (_gate)
                _isNew = true;
            throw;
        }
    }
}
