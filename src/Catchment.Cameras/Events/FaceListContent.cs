using System.Globalization;

namespace Catchment.Cameras.Events;

/// <summary>What a FaceList says: which events are locked, and which of them because a person keeps them.</summary>
/// <remarks>Source: the camera specification, 9.</remarks>
internal sealed class FaceListContent
{
    /// <summary>The first line of a FaceList that is made here.</summary>
    internal const string Header = "date,event,timestamp,objid,source,status,name,proba,dist,margin,x1,y1,x2,y2,rx,ry,lx,ly,dx,dy,angle,focus";

    private const string KeepName = "keep";

    // Revoked: the only status that no other tool acts upon.
    private const string KeepStatus = "3";

    private static readonly HashSet<string> NumberColumns =
        ["objid", "source", "proba", "dist", "margin", "x1", "y1", "x2", "y2", "rx", "ry", "lx", "ly", "dx", "dy", "angle", "focus"];

    private readonly FaceListTable _table;
    private readonly int _date;
    private readonly int _event;
    private readonly HashSet<EventKey> _locked = [];
    private readonly HashSet<EventKey> _kept = [];

    /// <summary>Reads the bytes of a FaceList.</summary>
    /// <exception cref="FormatException">They are none; the message says why.</exception>
    internal FaceListContent(byte[] bytes)
    {
        _table = FaceListTable.Parse(bytes);
        _date = Required("date");
        _event = Required("event");
        Required("timestamp");
        foreach (var record in _table.Records)
        {
            if (KeyOf(record) is not { } key)
            {
                Unusable++;
                continue;
            }

            _locked.Add(key);
            if (IsKeep(record))
                _kept.Add(key);
        }
    }

    /// <summary>Records whose date or event can be none, so that they lock nothing.</summary>
    internal int Unusable { get; }

    /// <summary>Whether a record locks an event, whatever its status.</summary>
    internal bool IsLocked(EventKey key) => _locked.Contains(key);

    /// <summary>Whether a person keeps an event.</summary>
    internal bool IsKept(EventKey key) => _kept.Contains(key);

    /// <summary>The file with a record that keeps an event.</summary>
    /// <exception cref="FormatException">The file has no column that would tell such a record from others.</exception>
    internal byte[] With(EventKey key, DateTime start)
    {
        if (_table.Find("name") < 0 || _table.Find("status") < 0)
            throw new FormatException("it has no columns 'name' and 'status', so that a kept event could not be told from a face");
        return _table.With(_table.Columns.Select((column, i) => column switch
        {
            "date" => EventNames.Text(key.Day),
            "event" => key.Id,
            "timestamp" => Text(start, i),
            "status" => KeepStatus,
            "name" => KeepName,
            "date_in_use" => "",
            _ when NumberColumns.Contains(column) => "0",
            _ => Neutral(i),
        }));
    }

    /// <summary>The file without the records that a person keeps an event by.</summary>
    internal byte[] Without(EventKey key) => _table.Without(r => KeyOf(r) == key && IsKeep(r));

    private int Required(string column) => _table.Find(column) is >= 0 and var found
        ? found
        : throw new FormatException($"its header has no column '{column}'");

    private EventKey? KeyOf(FaceListRecord record) =>
        record[_event] is { } id && EventNames.IsId(id) && EventNames.TryParseDay(record[_date], out var day) ? new EventKey(day, id) : null;

    /// <summary>A record that <see cref="With"/> made, also when another tool has written the whole file anew (0 may be 0.0 then).</summary>
    private bool IsKeep(FaceListRecord record)
    {
        if (record[_table.Find("name")] != KeepName || !IsNumber(record[_table.Find("status")], 3))
            return false;
        for (var i = 0; i < _table.Columns.Count; i++)
        {
            if (NumberColumns.Contains(_table.Columns[i]) && !IsNumber(record[i], 0))
                return false;
        }

        return true;
    }

    private static bool IsNumber(string? text, double number) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value.Equals(number);

    /// <summary>A time as the first record has it: pandas 2 takes its form for the whole column, and leaves the column text when one differs.</summary>
    private string Text(DateTime time, int column)
    {
        var first = _table.Records.Count > 0 ? _table.Records[0][column] : null;
        var separator = first?.Contains('T', StringComparison.Ordinal) == true ? 'T' : ' ';
        var fraction = first?.Contains('.', StringComparison.Ordinal) == false ? "" : ".ffffff";
        return time.ToString($"yyyy-MM-dd'{separator}'HH:mm:ss{fraction}", CultureInfo.InvariantCulture);
    }

    /// <summary>For a column that is not ours to know: what leaves its type as pandas sees it now.</summary>
    private string Neutral(int column)
    {
        var values = _table.Records.Select(r => r[column]).Where(v => !string.IsNullOrEmpty(v)).ToList();
        if (values.Count == 0)
            return "";
        if (values.TrueForAll(v => double.TryParse(v, NumberStyles.Float, CultureInfo.InvariantCulture, out _)))
            return "0";
        return values.TrueForAll(v => v is "True" or "False") ? "False" : "";
    }
}
