namespace Catchment.Interop.Tests.Telemetry;

/// <summary>Devices that write: in pieces that end anywhere, with rotations, and now and then a file whose last entry stays torn.</summary>
/// <param name="site">Where they write.</param>
/// <param name="random">Decides when, and how much.</param>
/// <param name="devices">Their names.</param>
internal sealed class LiveWriters(LiveSite site, Random random, params string[] devices)
{
    private readonly int[] _files = new int[devices.Length];
    private bool _isToTear;
    private uint _second = 1_700_000_000;

    /// <summary>Entries that are complete.</summary>
    internal int Complete { get; private set; }

    /// <summary>Files whose last entry stays torn.</summary>
    internal int Torn { get; private set; }

    /// <summary>One entry of each.</summary>
    internal void WriteAll()
    {
        for (var device = 0; device < devices.Length; device++)
            Write(device, 1);
    }

    /// <summary>The next rotation leaves a torn entry, for whose rest everybody waits a while.</summary>
    internal void Tear() => _isToTear = true;

    /// <summary>Writes until a condition holds, which is asked for now and then.</summary>
    internal void WriteUntil(Func<bool> condition) => Eventually.True(
        () =>
        {
            for (var i = 0; i < 10; i++)
                Write();
            return condition();
        },
        "rows are stored");

    /// <summary>Some entries of one of them.</summary>
    internal void Write() => Write(random.Next(devices.Length), random.Next(1, 30));

    private void Write(int device, int count)
    {
        if (random.Next(40) == 0)
            Rotate(device);
        var bytes = LiveSite.Entries(count, ++_second);
        var part = random.Next(bytes.Length);
        site.Append(Name(device), bytes.AsSpan(0, part));
        site.Append(Name(device), bytes.AsSpan(part));
        Complete += count;
    }

    private void Rotate(int device)
    {
        if (_isToTear)
        {
            _isToTear = false;
            var torn = LiveSite.Entries(1, ++_second);
            site.Append(Name(device), torn.AsSpan(0, random.Next(1, torn.Length)));
            Torn++;
        }

        _files[device]++;
    }

    private string Name(int device) => $"{devices[device]}_20240415223050{_files[device]:D9}.bintel";
}
