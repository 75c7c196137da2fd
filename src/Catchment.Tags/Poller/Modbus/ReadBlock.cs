using Catchment.Protocols.Modbus;
using Catchment.Tags.Poller.Configuration;
using Catchment.Tags.Poller.Reading;

namespace Catchment.Tags.Poller.Modbus;

/// <summary>Tags that one request reads. Source: <c>tags</c> 10.3.</summary>
internal sealed class ReadBlock
{
    /// <summary>Places without a tag that a request reads over: more of them begin the next one.</summary>
    internal const int MostGap = 16;

    private ReadBlock(int[] tags, IReadOnlyList<PollerTag> all)
    {
        Tags = tags;
        var first = all[tags[0]].Modbus!;
        (Table, Address) = (first.Table, first.Address);
        Length = tags.Max(i => End(all[i].Modbus!)) - Address;
    }

    /// <summary>The table.</summary>
    internal ModbusTable Table { get; }

    /// <summary>Its first place.</summary>
    internal int Address { get; }

    /// <summary>Its registers or bits.</summary>
    internal int Length { get; }

    /// <summary>The indexes of its tags, by their places.</summary>
    internal int[] Tags { get; }

    /// <summary>When it may be asked again that was not answered while others were.</summary>
    internal Backoff Backoff { get; } = new();

    /// <summary>The fewest requests that have no long gaps and are not too long. Tags with a problem are in none.</summary>
    /// <param name="tags">The tags.</param>
    /// <param name="mostRegisters">Registers in one request.</param>
    /// <param name="mostBits">Bits in one request.</param>
    internal static List<ReadBlock> Plan(IReadOnlyList<PollerTag> tags, int mostRegisters, int mostBits)
    {
        var blocks = new List<ReadBlock>();
        var run = new List<int>();
        var end = 0;
        foreach (var i in Enumerable.Range(0, tags.Count).Where(i => tags[i].Problem is null).OrderBy(i => tags[i].Modbus!.Table).ThenBy(i => tags[i].Modbus!.Address).ThenBy(i => tags[i].Modbus!.Length))
        {
            var tag = tags[i].Modbus!;
            if (run.Count > 0)
            {
                var first = tags[run[0]].Modbus!;
                var length = Math.Max(end, End(tag)) - first.Address;
                if (tag.Table != first.Table || tag.Address - end > MostGap || length > (tag.IsBit ? mostBits : mostRegisters))
                {
                    blocks.Add(new ReadBlock([.. run], tags));
                    run.Clear();
                }
            }

            end = run.Count == 0 ? End(tag) : Math.Max(end, End(tag));
            run.Add(i);
        }

        if (run.Count > 0)
            blocks.Add(new ReadBlock([.. run], tags));
        return blocks;
    }

    /// <summary>
    /// Its two halves, which are read in its place while the device refuses it as a whole: those of its tags that are there shall not fail with the one that is not. Null: it is
    /// read as a whole.
    /// </summary>
    internal (ReadBlock First, ReadBlock Second)? Halves { get; private set; }

    /// <summary>When it may be tried as a whole again while it is read in halves: a device that was starting refuses what it has later.</summary>
    internal Backoff Whole { get; } = new();

    /// <summary>It is read as a whole from now on.</summary>
    internal void Join()
    {
        Halves = null;
        Whole.Reset();
    }

    /// <summary>It is read in halves from now on; they are made when there are none.</summary>
    /// <param name="all">All tags.</param>
    internal void Split(IReadOnlyList<PollerTag> all)
    {
        if (Halves is not null)
            return;
        // At the longest gap, which is the likeliest reason; else in the middle.
        var (at, longest, end) = (Tags.Length / 2, 0, all[Tags[0]].Modbus!.Address);
        for (var i = 0; i < Tags.Length; i++)
        {
            var tag = all[Tags[i]].Modbus!;
            if (i > 0 && tag.Address - end > longest)
                (at, longest) = (i, tag.Address - end);
            end = Math.Max(end, End(tag));
        }

        Halves = (new ReadBlock(Tags[..at], all), new ReadBlock(Tags[at..], all));
    }

    private static int End(ModbusPlace place) => place.Address + place.Length;
}
