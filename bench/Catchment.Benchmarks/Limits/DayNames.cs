namespace Catchment.Benchmarks.Limits;

/// <summary>Names as a hub gives them, <c>images/&lt;date&gt;/&lt;node&gt;-&lt;time&gt;.jpg</c>, each once. Used by one thread.</summary>
/// <remarks>Source: the camera specification, 3.3.</remarks>
/// <param name="folder">The folder of <c>images</c>.</param>
/// <param name="node">The node's name, without blanks.</param>
/// <param name="time">The clock.</param>
internal sealed class DayNames(string folder, string node, TimeProvider time)
{
    private static readonly TimeSpan Microsecond = TimeSpan.FromMicroseconds(1);

    private DateTime _last;
    private DateOnly _day;
    private string _dayFolder = "";

    /// <summary>The next name, with its path; its day's folder is there.</summary>
    internal string Next()
    {
        var now = time.GetLocalNow().DateTime;
        _last = now - _last >= Microsecond ? now : _last + Microsecond;
        var day = DateOnly.FromDateTime(_last);
        if (day != _day)
        {
            _day = day;
            _dayFolder = Directory.CreateDirectory(Path.Combine(folder, "images", $"{day:yyyy-MM-dd}")).FullName;
        }

        return $"{_dayFolder}/{node}-{_last:yyyy-MM-dd'T'HH.mm.ss.ffffff}.jpg";
    }
}
