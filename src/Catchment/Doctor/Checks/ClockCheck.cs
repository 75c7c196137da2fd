using System.Runtime.CompilerServices;
using Catchment.Core.Machine;

namespace Catchment.Doctor.Checks;

/// <summary>Whether the clock can be believed: names of files and folders are made of its time.</summary>
internal sealed class ClockCheck : ICheck
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromDays(2); // time zones, and clocks of builders

    /// <inheritdoc/>
    public string Area => "clock";

    /// <inheritdoc/>
    public async IAsyncEnumerable<Finding> LookAsync(ExaminedNode node, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await Task.CompletedTask;
        var now = TimeProvider.System.GetUtcNow();
        var built = new DateTimeOffset(File.GetLastWriteTimeUtc(Environment.ProcessPath ?? AppContext.BaseDirectory), TimeSpan.Zero);
        if (now < built - Tolerance)
            yield return new Finding(FindingLevel.Problem, Area, $"It is {now.ToLocalTime():yyyy-MM-dd HH:mm:ss}, before this program was installed: the clock is behind.", "Set it, and let chrony or systemd-timesyncd keep it: a Raspberry Pi forgets the time when it is switched off.");
        else
            yield return new Finding(FindingLevel.Good, Area, $"It is {now.ToLocalTime():yyyy-MM-dd HH:mm:ss zzz} ({TimeZoneInfo.Local.Id})");
        if (KernelClock.IsSynchronized() == false)
            yield return new Finding(FindingLevel.Warning, Area, "No program keeps the clock right by other clocks.", "Install chrony, or: sudo timedatectl set-ntp true. Inside a container this may be the host's affair.");
    }
}
