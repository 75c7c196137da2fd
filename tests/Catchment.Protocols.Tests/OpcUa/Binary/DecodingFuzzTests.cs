using Catchment.Protocols.OpcUa;
using Catchment.Protocols.OpcUa.Messages;
using Catchment.Protocols.Tests.OpcUa.Messages;

namespace Catchment.Protocols.Tests.OpcUa.Binary;

public sealed class DecodingFuzzTests
{
    private const int Most = 4096;
    private static readonly OpcUaLimits Limits = new();
    private static readonly byte[] Interesting = [0, 1, 0x7F, 0x80, 0x97, 0x98, 0xC0, 0xD8, 0xFE, 0xFF];

    [Fact]
    public void Broken_structures_fail_as_they_should_and_cost_no_more_than_they_are_long()
    {
        var random = new Random(1733);
        var values = new RandomValues(random);
        var samples = Structures.All.Select(type => (Type: type, Bytes: Enumerable.Range(0, 8).Select(_ => Structures.Encode(values.Structure(type))).ToArray())).ToArray();
        var (read, failed) = (0, 0);
        for (var round = Fuzzing.Rounds(60_000, 1_000_000); round > 0; round--)
        {
            var (type, valid) = samples[random.Next(samples.Length)];
            var bytes = Spoiled(random, valid[random.Next(valid.Length)]);
            var before = GC.GetAllocatedBytesForCurrentThread();
            IUaStructure? structure = null;
            try
            {
                structure = Structures.DecodeSome(type, bytes, Limits);
                read++;
            }
            catch (OpcUaException e)
            {
                failed++;
                (e.Status == StatusCodes.BadDecodingError || e.Status == StatusCodes.BadEncodingLimitsExceeded).ShouldBeTrue(e.Message);
            }

            (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(1 << 20, type.Name);
            if (structure is null)
                continue;
            var once = Structures.Encode(structure);
            Structures.Encode(Structures.Decode(type, once)).ShouldBe(once, type.Name);
        }

        read.ShouldBeGreaterThan(1000);
        failed.ShouldBeGreaterThan(1000);
    }

    [Fact]
    public void Broken_messages_fail_as_they_should()
    {
        var random = new Random(1734);
        var values = new RandomValues(random);
        var messages = Structures.All.Where(type => type.IsAssignableTo(typeof(IServiceRequest)) || type.IsAssignableTo(typeof(IServiceResponse)))
            .Select(type => MessageTypesTests.Encode(values.Structure(type))).ToArray();
        var read = 0;
        for (var round = Fuzzing.Rounds(15_000, 1_000_000); round > 0; round--)
        {
            var bytes = Spoiled(random, messages[random.Next(messages.Length)]);
            MessageTypes.DecodeHeader(bytes, Limits);
            try
            {
                var request = MessageTypes.DecodeRequest(bytes, Limits);
                request.RequestHeader.ShouldNotBeNull();
                read++;
            }
            catch (OpcUaException e)
            {
                (e.Status == StatusCodes.BadDecodingError || e.Status == StatusCodes.BadEncodingLimitsExceeded).ShouldBeTrue(e.Message);
            }

            try
            {
                MessageTypes.DecodeResponse(bytes, Limits).ResponseHeader.ShouldNotBeNull();
                read++;
            }
            catch (OpcUaException e)
            {
                (e.Status == StatusCodes.BadDecodingError || e.Status == StatusCodes.BadEncodingLimitsExceeded || e.Status == StatusCodes.BadUnknownResponse).ShouldBeTrue(e.Message);
            }
        }

        read.ShouldBeGreaterThan(1000);
    }

    private static byte[] Spoiled(Random random, byte[] valid)
    {
        var bytes = valid.AsSpan(0, Math.Min(valid.Length, Most)).ToArray();
        switch (random.Next(8))
        {
            case 0:
                bytes = new byte[random.Next(200)];
                random.NextBytes(bytes);
                return bytes;
            case 1:
                return bytes[..random.Next(bytes.Length + 1)];
            case 2:
                return [.. bytes[..random.Next(bytes.Length + 1)], .. bytes[random.Next(bytes.Length + 1)..]];
        }

        for (var changes = bytes.Length == 0 ? 0 : random.Next(1, 5); changes > 0; changes--)
        {
            var at = random.Next(bytes.Length);
            bytes[at] = random.Next(2) == 0 ? Interesting[random.Next(Interesting.Length)] : (byte)random.Next(256);
        }

        return bytes;
    }
}
