using Catchment.Protocols.Fits;

namespace Catchment.Protocols.Tests.Fits;

/// <summary>Keyword records: the formats of values, comments, long strings, names in words. Source: FITS 4.0, 4.</summary>
public sealed class FitsCardTests
{
    [Theory]
    [InlineData("OBJECT  = 'M 31    '           / the target", FitsValueKind.Text, "M 31", "the target")]
    [InlineData("OBJECT  =    '  it''s'/c", FitsValueKind.Text, "  it's", "c")]
    [InlineData("OBJECT  = ''", FitsValueKind.Text, "", "")]
    [InlineData("OBJECT  = ' / no comment '", FitsValueKind.Text, " / no comment", "")]
    [InlineData("FLAG    =                    T / yes", FitsValueKind.Logical, "T", "yes")]
    [InlineData("FLAG    = F", FitsValueKind.Logical, "F", "")]
    [InlineData("COUNT   =                  -42", FitsValueKind.Whole, "-42", "")]
    [InlineData("COUNT   = +0012/c", FitsValueKind.Whole, "+0012", "c")]
    [InlineData("COUNT   = 123456789012345678901234567890", FitsValueKind.Whole, "123456789012345678901234567890", "")]
    [InlineData("EXPTIME =              1.5D+02 / s", FitsValueKind.Real, "1.5D+02", "s")]
    [InlineData("EXPTIME = .5e3", FitsValueKind.Real, ".5e3", "")]
    [InlineData("EXPTIME = 7.", FitsValueKind.Real, "7.", "")]
    [InlineData("EXPTIME = 1E5", FitsValueKind.Real, "1E5", "")]
    [InlineData("PAIR    = (1, -2.5E0) / c", FitsValueKind.Complex, "(1, -2.5E0)", "c")]
    [InlineData("NOTHING =                      / unknown", FitsValueKind.Undefined, "", "unknown")]
    [InlineData("NOTHING =", FitsValueKind.Undefined, "", "")]
    [InlineData("NOTHING no value indicator", FitsValueKind.Commentary, "no value indicator", "")]
    [InlineData("NOTHING =5", FitsValueKind.Commentary, "=5", "")]
    public void Values_of_every_kind_are_read(string card, FitsValueKind kind, string text, string comment)
    {
        var keyword = FitsBytes.Keyword(card);

        keyword.ShouldBe(new FitsKeyword(card[..8].Trim(), kind, text, comment));
    }

    [Theory]
    [InlineData("COMMENT = 'no value'", "COMMENT", "= 'no value'")]
    [InlineData("HISTORY   flat fielded  ", "HISTORY", "  flat fielded")]
    [InlineData("         / page of keywords /", "", " / page of keywords /")]
    [InlineData("HIERARCH without a value", "HIERARCH", " without a value")]
    [InlineData("CONTINUE  'of nothing'", "CONTINUE", "  'of nothing'")]
    public void Comments_are_no_values(string card, string name, string text) =>
        FitsBytes.Keyword(card).ShouldBe(new FitsKeyword(name, FitsValueKind.Commentary, text, ""));

    [Fact]
    public void Names_of_several_words_are_read()
    {
        FitsBytes.Keyword("HIERARCH ESO  DET WIN1 = 'a=b' / c").ShouldBe(new FitsKeyword("ESO DET WIN1", FitsValueKind.Text, "a=b", "c"));
        FitsBytes.Keyword("HIERARCH LSST.temp=-1.5").Number.ShouldBe(-1.5);
    }

    [Fact]
    public void Long_strings_are_put_together()
    {
        var units = FitsBytes.Units(FitsBytes.Image("LONG    = 'begin &'           / one", "CONTINUE  'middle &'", "CONTINUE  'end'  / two", "NEXT    = 'R&D &'", "OTHER   = 1"));
        var header = units[0].Header;

        header.Text("LONG").ShouldBe("begin middle end");
        header.Find("LONG")!.Value.Comment.ShouldBe("one");
        header.Text("NEXT").ShouldBe("R&D &");
        header.Whole("OTHER").ShouldBe(1);
        header.Keywords.Count.ShouldBe(8);
    }

    [Fact]
    public void Numbers_are_numbers_when_they_fit()
    {
        FitsBytes.Keyword("N       = 12345678901234567890").Whole.ShouldBeNull();
        FitsBytes.Keyword("N       = 12345678901234567890").Number.ShouldBe(1.2345678901234567e19);
        FitsBytes.Keyword("N       = 1.5D+02").Number.ShouldBe(150);
        FitsBytes.Keyword("N       = 1E999").Number.ShouldBeNull();
        FitsBytes.Keyword("N       = T").Number.ShouldBeNull();
        FitsBytes.Keyword("N       = T").Logical.ShouldBe(true);
    }

    [Theory]
    [InlineData("object  = 1", "keyword 'object'")]
    [InlineData("OB JECT = 1", "keyword 'OB JECT'")]
    [InlineData("DATE    = 2020-01-01", "'2020-01-01' is no value")]
    [InlineData("RATIO   = NaN", "'NaN' is no value")]
    [InlineData("RATIO   = 1.5E", "is no value")]
    [InlineData("RATIO   = -", "is no value")]
    [InlineData("RATIO   = .", "is no value")]
    [InlineData("OBJECT  = 'M31", "no closing quote")]
    [InlineData("OBJECT  = 'M31' galaxy", "without a slash")]
    [InlineData("PAIR    = (1, 2", "no pair")]
    [InlineData("PAIR    = (1; 2)", "no pair")]
    [InlineData("OBJECT  = 'M31\t'", "printable")]
    [InlineData("COMMENT  caf\u00e9", "printable")]
    [InlineData("ENDING? ", "keyword 'ENDING?'")]
    public void What_the_standard_forbids_is_told_with_its_record(string card, string reason)
    {
        var error = Should.Throw<FitsException>(() => FitsBytes.Keyword(card));

        error.Message.ShouldStartWith("HDU 0: record 6: ");
        error.Message.ShouldContain(reason);
    }
}
