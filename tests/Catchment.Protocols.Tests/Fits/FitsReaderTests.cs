using System.IO.Compression;
using System.Text;
using Catchment.Protocols.Fits;
using FsCheck;
using FsCheck.Fluent;

namespace Catchment.Protocols.Tests.Fits;

/// <summary>Whole files: the mandatory keywords, the sizes of data, torn files, bytes of any kind. Source: FITS 4.0, 3, 4.4.1, 6, 7.</summary>
public sealed class FitsReaderTests
{
    private static readonly string[] Empty = ["SIMPLE  =                    T", "BITPIX  =                    8", "NAXIS   =                    0"];

    private static readonly string[] Table =
    [
        "XTENSION= 'BINTABLE'", "BITPIX  =                    8", "NAXIS   =                    2", "NAXIS1  =                   12", "NAXIS2  =                  300",
        "PCOUNT  =                   50", "GCOUNT  =                    1", "TFIELDS =                    0",
    ];

    [Fact]
    public void A_file_of_several_units_is_walked()
    {
        var image = new[] { "XTENSION= 'IMAGE   '", "BITPIX  =                  -32", "NAXIS   =                    1", "NAXIS1  =                  721", "PCOUNT  =                    0", "GCOUNT  =                    1" };
        var compressed = Table[..7].Append("TFIELDS =                    1").Concat(["ZIMAGE  = T", "ZBITPIX = 16", "ZNAXIS  = 2", "ZNAXIS1 = 4096", "ZNAXIS2 = 2048"]).ToArray();

        var units = FitsBytes.Units(FitsBytes.File(
            FitsBytes.Header(Empty), FitsBytes.Header(image), FitsBytes.Data(2884), FitsBytes.Header(Table), FitsBytes.Data(3650), FitsBytes.Header(compressed), FitsBytes.Data(3650)));

        units.Select(u => u.Kind).ShouldBe([FitsUnitKind.Primary, FitsUnitKind.Image, FitsUnitKind.BinaryTable, FitsUnitKind.CompressedImage]);
        units.Select(u => u.DataBytes).ShouldBe([0, 2884, 3650, 3650]);
        units[1].PaddedDataBytes.ShouldBe(5760);
        units[3].Axes.ShouldBe([4096, 2048]);
        units[3].Bitpix.ShouldBe(16);
    }

    [Fact]
    public void Random_groups_are_measured()
    {
        string[] groups =
        [
            "SIMPLE  =                    T", "BITPIX  =                  -32", "NAXIS   =                    3", "NAXIS1  =                    0", "NAXIS2  =                    3", "NAXIS3  =                    4",
            "GROUPS  =                    T", "PCOUNT  =                    6", "GCOUNT  =                  100",
        ];

        var unit = FitsBytes.Units(FitsBytes.File(FitsBytes.Header(groups), FitsBytes.Data(7200))).Single();

        unit.Kind.ShouldBe(FitsUnitKind.RandomGroups);
        unit.DataBytes.ShouldBe(4 * 100 * (6 + 12));
        FitsBytes.Units(FitsBytes.Header(groups[..6])).Single().DataBytes.ShouldBe(0);
    }

    [Fact]
    public void An_extension_that_nobody_knows_is_passed_over()
    {
        string[] cards = ["XTENSION= 'FOREIGN '", "BITPIX  = 16", "NAXIS   = 1", "NAXIS1  = 1000", "PCOUNT  = 10", "GCOUNT  = 2"];

        var units = FitsBytes.Units(FitsBytes.File(FitsBytes.Header(Empty), FitsBytes.Header(cards), FitsBytes.Data(4040)));

        units[1].Kind.ShouldBe(FitsUnitKind.Other);
        units[1].DataBytes.ShouldBe(4040);
    }

    [Theory]
    [InlineData(0, "no FITS file: it is empty")]
    [InlineData(4, "no FITS file: it does not begin with SIMPLE")]
    [InlineData(2879, "torn: the file ends after 2879 bytes, within the first block")]
    [InlineData(2880, "torn: HDU 0 declares 400 bytes of data, and 0 are there")]
    [InlineData(3279, "torn: HDU 0 declares 400 bytes of data, and 399 are there")]
    [InlineData(3280, "torn: the last block of HDU 0 ends after 400 of 2880 bytes (its data are whole)")]
    public void A_torn_file_is_told(int length, string reason)
    {
        var cut = FitsBytes.Image()[..length];

        Should.Throw<FitsException>(() => FitsBytes.Units(cut)).Message.ShouldStartWith(reason);
        Should.Throw<FitsException>(() => FromPipe(cut)).Message.ShouldStartWith(reason);
    }

    [Fact]
    public void A_torn_header_is_told()
    {
        var two = FitsBytes.Header([.. Empty, .. Enumerable.Range(0, 40).Select(i => $"COMMENT {i}")]);

        Should.Throw<FitsException>(() => FitsBytes.Units(two[..2880])).Message.ShouldBe("HDU 0: torn: the file ends after 2880 bytes, within the header");
    }

    [Fact]
    public void Every_cut_of_a_file_of_two_units_is_refused_but_the_one_between_them()
    {
        var file = FitsBytes.File(FitsBytes.Image(), FitsBytes.Header(Table), FitsBytes.Data(3650));
        for (var length = 0; length < file.Length; length += 47)
        {
            var cut = file[..length];
            Should.Throw<FitsException>(() => FitsBytes.Units(cut), $"{length} bytes");
            Should.Throw<FitsException>(() => FromPipe(cut), $"{length} bytes");
        }

        FitsBytes.Units(file[..5760]).Count.ShouldBe(1);
        FitsBytes.Units(file).Count.ShouldBe(2);
        FromPipe(file).ShouldBe(2);
    }

    [Fact]
    public void Blanks_behind_the_last_unit_are_a_tape_and_anything_else_is_a_broken_extension()
    {
        FitsBytes.Units(FitsBytes.File(FitsBytes.Image(), new byte[10_000])).Count.ShouldBe(1);
        FitsBytes.Units(FitsBytes.File(FitsBytes.Image(), Encoding.ASCII.GetBytes(new string(' ', 2880)))).Count.ShouldBe(1);
        Should.Throw<FitsException>(() => FitsBytes.Units(FitsBytes.File(FitsBytes.Image(), FitsBytes.Header("XTENSIOM= 'IMAGE'"))))
            .Message.ShouldBe("HDU 0 ends at byte 5760, and what follows begins with 'XTENSIOM', not with XTENSION");
    }

    [Theory]
    [InlineData(0, "SIMPLE  =                    F", "SIMPLE is not T")]
    [InlineData(1, "BITPIX  =                   12", "BITPIX is 12; allowed: 8, 16, 32, 64, -32, -64")]
    [InlineData(1, "BITPIX  =                 16.0", "BITPIX is '16.0'; allowed: a whole number")]
    [InlineData(1, "NAXIS   =                    2", "keyword 2 has to be BITPIX; found NAXIS")]
    [InlineData(1, "COMMENT in between", "keyword 2 has to be BITPIX; found COMMENT")]
    [InlineData(2, "NAXIS   =                 1000", "NAXIS is '1000'; allowed: a whole number, 0 to 999")]
    [InlineData(2, "NAXIS   =                    3", "keyword 6 has to be NAXIS3; found END")]
    [InlineData(3, "NAXIS2  =                   10", "keyword 4 has to be NAXIS1; found NAXIS2")]
    [InlineData(4, "NAXIS2  =                   -1", "NAXIS2 is '-1'; allowed: a whole number, 0 or more")]
    [InlineData(4, "NAXIS2  =  9223372036854775807", "larger than any file")]
    public void Mandatory_keywords_are_checked_in_their_order(int place, string card, string reason)
    {
        string[] cards = ["SIMPLE  =                    T", "BITPIX  =                   16", "NAXIS   =                    2", "NAXIS1  =                   10", "NAXIS2  =                   20"];
        cards[place] = card;

        Should.Throw<FitsException>(() => FitsBytes.Units(FitsBytes.File(FitsBytes.Header(cards), FitsBytes.Data(400)))).Message.ShouldContain(reason);
    }

    [Theory]
    [InlineData(0, "XTENSION= 5", "XTENSION is '5', no text")]
    [InlineData(0, "XTENSION= 'IMAGE'", "PCOUNT and GCOUNT of an image are 0 and 1; found 50 and 1")]
    [InlineData(0, "XTENSION= 'TABLE'", "a table has")]
    [InlineData(1, "BITPIX  = 16", "a table has")]
    [InlineData(6, "GCOUNT  = 2", "a table has")]
    [InlineData(6, "EXTNAME = 'a'", "keyword 7 has to be GCOUNT; found EXTNAME")]
    [InlineData(7, "TFIELDS = 1000", "TFIELDS is '1000'")]
    [InlineData(7, "EXTNAME = 'a'", "keyword 8 has to be TFIELDS")]
    public void Mandatory_keywords_of_extensions_are_checked(int place, string card, string reason)
    {
        var cards = Table.ToArray();
        cards[place] = card;

        var error = Should.Throw<FitsException>(() => FitsBytes.Units(FitsBytes.File(FitsBytes.Header(Empty), FitsBytes.Header(cards), FitsBytes.Data(7300))));
        error.Message.ShouldStartWith("HDU 1: ");
        error.Message.ShouldContain(reason);
    }

    [Fact]
    public void What_follows_END_is_blank()
    {
        var header = FitsBytes.Header(Empty);
        header[1000] = (byte)'x';

        Should.Throw<FitsException>(() => FitsBytes.Units(header)).Message.ShouldBe("HDU 0: record 4: END is followed by something else than blanks");
    }

    [Fact]
    public void A_header_without_an_end_is_bounded()
    {
        using var endless = new EndlessStream(FitsBytes.Header([.. Empty, .. Enumerable.Range(0, 33).Select(i => $"COMMENT {i}")])[..2880]);

        Should.Throw<FitsException>(() => new FitsReader(endless).Next(CancellationToken.None)).Message.ShouldBe("HDU 0: no END within 1000 blocks");
    }

    [Fact]
    public void Any_values_are_read_back_as_they_were_written()
    {
        var text = ArbMap.Default.GeneratorFor<string>().Where(s => s is not null).Select(s => new string([.. s.Where(c => c is >= ' ' and <= '~')]).TrimEnd())
            .Where(s => s.Replace("'", "''", StringComparison.Ordinal).Length <= 60 && !s.EndsWith('&'));
        var all = from s in text from n in ArbMap.Default.GeneratorFor<long>() from d in ArbMap.Default.GeneratorFor<double>().Where(double.IsFinite) select (s, n, d);
        Check.QuickThrowOnFailure(Prop.ForAll(all.ToArbitrary(), value =>
        {
            var header = FitsBytes.Units(FitsBytes.Image(
                $"T       = '{value.s.Replace("'", "''", StringComparison.Ordinal)}' / c", $"N       = {value.n}", FormattableString.Invariant($"R       = {value.d:E16}")))[0].Header;
            (header.Find("T")!.Value.Text, header.Whole("N"), header.Number("R")).ShouldBe((value.s, value.n, value.d));
        }));
    }

    [Fact]
    public void Any_bytes_are_read_or_refused()
    {
        var random = new Random(20_261_121);
        var seeds = new[]
        {
            FitsBytes.Image("OBJECT  = 'M 31'", "LONG    = 'a&'", "CONTINUE  'b&'", "CONTINUE  'c'", "HIERARCH ESO DET = 1.5E3 / c", "PAIR    = (1, 2)", "COMMENT x", "DATE-OBS= '2024-01-01T00:00:00'"),
            FitsBytes.File(FitsBytes.Header(Empty), FitsBytes.Header(Table), FitsBytes.Data(3650)),
            FitsBytes.File(FitsBytes.Header(Empty), FitsBytes.Header([.. Table, "ZIMAGE  = T", "ZBITPIX = 16", "ZNAXIS  = 1", "ZNAXIS1 = 4096"]), FitsBytes.Data(3650)),
        };
        var refused = 0;
        var rounds = Fuzzing.Rounds(20_000, 1_000_000);
        for (var round = rounds; round > 0; round--)
        {
            var bytes = (byte[])seeds[random.Next(seeds.Length)].Clone();
            for (var change = random.Next(1, 4); change > 0; change--)
            {
                // Mostly where something stands, and with the characters that mean something.
                int place;
                do
                    place = random.Next(1200) + (bytes.Length > 5760 ? 2880 : 0);
                while (bytes[place] == ' ' && random.Next(10) > 0);
                bytes[place] = random.Next(10) == 0 ? (byte)random.Next(256) : " '=/&T0915.E-+(,)END"u8[random.Next(20)];
            }

            var cut = random.Next(8) == 0 ? bytes[..random.Next(bytes.Length)] : bytes;
            try
            {
                foreach (var unit in FitsBytes.Units(cut))
                {
                    FitsTime.Observed(unit.Header);
                    foreach (var keyword in unit.Header.Keywords)
                        _ = (keyword.Number, keyword.Whole, keyword.Logical);
                }
            }
            catch (FitsException)
            {
                refused++;
            }
        }

        refused.ShouldBeInRange(rounds / 10, rounds - (rounds / 20));
    }

    private static int FromPipe(byte[] file)
    {
        // A decompressed stream cannot seek, and gives fewer bytes than were asked for.
        using var packed = new MemoryStream();
        using (var pack = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            pack.Write(file);
        packed.Position = 0;
        using var stream = new GZipStream(packed, CompressionMode.Decompress);
        var reader = new FitsReader(stream);
        var units = 0;
        while (reader.Next(CancellationToken.None) is not null)
            units++;
        return units;
    }

    private sealed class EndlessStream(byte[] block) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get; set; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var at = (int)(Position % block.Length);
            var length = Math.Min(count, block.Length - at);
            block.AsSpan(at, length).CopyTo(buffer.AsSpan(offset));
            Position += length;
            return length;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
