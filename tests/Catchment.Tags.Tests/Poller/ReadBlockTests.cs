using Catchment.Protocols.Modbus;
using Catchment.Tags.Poller.Configuration;
using Catchment.Tags.Poller.Conversion;
using Catchment.Tags.Poller.Modbus;

namespace Catchment.Tags.Tests.Poller;

/// <summary>How tags are read together. Source: tags 10.3.</summary>
public sealed class ReadBlockTests
{
    [Fact]
    public void Whatever_the_tags_each_is_read_once_in_few_requests_of_legal_length()
    {
        var random = new Random(11);
        for (var round = 0; round < Fuzzing.Rounds(300, 100_000); round++)
        {
            PollerTag[] tags = [.. Enumerable.Range(0, random.Next(1, 60)).Select(i => Random(random, i))];
            var blocks = ReadBlock.Plan(tags, 125, 512);

            blocks.SelectMany(block => block.Tags).Order().ShouldBe(Enumerable.Range(0, tags.Length).Where(i => tags[i].Problem is null));
            foreach (var block in blocks)
            {
                block.Length.ShouldBeInRange(1, block.Table is ModbusTable.Coils or ModbusTable.DiscreteInputs ? 512 : 125);
                var end = block.Address;
                foreach (var tag in block.Tags.Select(i => tags[i].Modbus!))
                {
                    (tag.Table, tag.Address >= block.Address, tag.Address + tag.Length <= block.Address + block.Length).ShouldBe((block.Table, true, true));
                    (tag.Address - end).ShouldBeLessThanOrEqualTo(ReadBlock.MostGap);
                    end = Math.Max(end, tag.Address + tag.Length);
                }

                if (block.Tags.Length > 1)
                {
                    block.Split(tags);
                    var (first, second) = block.Halves!.Value;
                    first.Tags.Concat(second.Tags).ShouldBe(block.Tags);
                }
            }

            // No two neighbours could have been one request.
            foreach (var (before, after) in blocks.Zip(blocks.Skip(1)).Where(pair => pair.First.Table == pair.Second.Table))
            {
                var isLong = Math.Max(before.Address + before.Length, after.Address + tags[after.Tags[0]].Modbus!.Length) - before.Address > (tags[after.Tags[0]].Modbus!.IsBit ? 512 : 125);
                (isLong || after.Address - (before.Address + before.Length) > ReadBlock.MostGap).ShouldBeTrue();
            }
        }
    }

    private static PollerTag Random(Random random, int i) => new()
    {
        Id = $"t{i}",
        Name = "",
        Key = $"d:t{i}",
        Modbus = new ModbusPlace
        {
            Table = (ModbusTable)random.Next(1, 5),
            Address = random.Next(3) == 0 ? random.Next(65_532) : random.Next(400),
            Form = RegisterForm.Plain with { Registers = 1 << random.Next(3) },
        },
        Problem = random.Next(20) == 0 ? "ill" : null,
    };
}
