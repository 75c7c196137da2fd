using System.Text;
using Catchment.Protocols.MessagePack;

namespace Catchment.Protocols.Tests.MessagePack;

public sealed class MessagePackReaderTests
{
    [Theory]
    [InlineData("05", MessagePackKind.WholeNumber)]
    [InlineData("E0", MessagePackKind.WholeNumber)]
    [InlineData("CF0000000000000001", MessagePackKind.WholeNumber)]
    [InlineData("D001", MessagePackKind.WholeNumber)]
    [InlineData("C0", MessagePackKind.Nil)]
    [InlineData("C3", MessagePackKind.Boolean)]
    [InlineData("CA3F800000", MessagePackKind.Fraction)]
    [InlineData("CB3FF0000000000000", MessagePackKind.Fraction)]
    [InlineData("A0", MessagePackKind.Text)]
    [InlineData("C40161", MessagePackKind.Binary)]
    [InlineData("D6FF00000000", MessagePackKind.Extension)]
    [InlineData("C70101FF", MessagePackKind.Extension)]
    [InlineData("80", MessagePackKind.Map)]
    [InlineData("90", MessagePackKind.Array)]
    [InlineData("9291A162C0", MessagePackKind.Array)]
    [InlineData("DE0001A16181A16201", MessagePackKind.Map)]
    [InlineData("DD00000001C2", MessagePackKind.Array)]
    public void A_value_is_read_to_its_end(string hex, MessagePackKind kind)
    {
        var reader = new MessagePackReader(Convert.FromHexString(hex));
        reader.Read();

        reader.Kind.ShouldBe(kind);
        reader.SkipContent();
        reader.IsAtEnd.ShouldBeTrue();
        reader.End();
    }

    [Theory]
    [InlineData("A2C3A4")]
    [InlineData("D902C3A4")]
    [InlineData("DA0002C3A4")]
    [InlineData("DB00000002C3A4")]
    public void A_text_may_have_any_length_byte(string hex)
    {
        var reader = new MessagePackReader(Convert.FromHexString(hex));
        reader.Read();

        Encoding.UTF8.GetString(reader.Content).ShouldBe("ä");
    }

    [Theory]
    [InlineData("")] // nothing
    [InlineData("C1FF")] // a byte that is never used
    [InlineData("81A3636D64A2484378")] // more than a value
    [InlineData("81A3636D64")] // less than a value
    [InlineData("A2C328")] // no UTF-8
    [InlineData("DDFFFFFFFF")] // four thousand million items
    [InlineData("DFFFFFFFFF")]
    [InlineData("DBFFFFFFFF61")]
    [InlineData("C6FFFFFFFF61")]
    [InlineData("C9FFFFFFFF6161")]
    public void What_is_no_message_is_an_exception_of_its_own(string hex) => Should.Throw<MessagePackException>(() => ReadAll(Convert.FromHexString(hex)));

    [Fact]
    public void Nesting_is_bounded()
    {
        var deep = new byte[100_000];
        deep.AsSpan().Fill(0x91);

        Should.Throw<MessagePackException>(() => ReadAll(deep)).Message.ShouldContain("nested");
    }

    [Fact]
    public void Any_bytes_are_read_or_refused()
    {
        var random = new Random(20_240_501);
        var seeds = new[]
        {
            "84A3636D64A3657674A464617465AA323032342D30352D3031A3657674D9203366316330613965303761613131656662393432646361363332363161333265A374726BA374726B",
            "9391A162C0CB3FF0000000000000", "DE0001A16181A16201", "C70101FF", "DC000201DA0002C3A4",
        }.Select(Convert.FromHexString).ToArray();

        for (var round = Fuzzing.Rounds(20_000, 1_000_000); round > 0; round--)
        {
            var bytes = (byte[])seeds[random.Next(seeds.Length)].Clone();
            for (var change = random.Next(1, 6); change > 0; change--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            var cut = bytes.AsSpan(0, random.Next(8) == 0 ? random.Next(bytes.Length) : bytes.Length);
            try
            {
                ReadAll(cut);
            }
            catch (MessagePackException)
            {
                // Refused, which is as good.
            }
        }
    }

    private static void ReadAll(ReadOnlySpan<byte> bytes)
    {
        var reader = new MessagePackReader(bytes);
        reader.Read();
        reader.SkipContent();
        reader.End();
    }
}
