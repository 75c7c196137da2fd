using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Catchment.Files.Demo;

/// <summary>One exposure of the simulated instrument: a field of stars as FITS (standard 4.0, section 3: one header, 16-bit integers).</summary>
internal sealed class Exposure
{
    private const int Block = 2880;
    private const int Card = 80;
    private const int Side = 200;
    private const int Sky = 300;
    private const int Brightest = 20_000;

    private static readonly string[] Objects = ["M31", "M42", "NGC 7000", "Vega", "HD 209458"];
    private static readonly string[] Filters = ["u", "g", "r", "i", "z"];

    private readonly DateTimeOffset _began;
    private readonly int _number;
    private readonly int _seed;
    private readonly string _object;
    private readonly string _filter;
    private readonly int _seconds;

    /// <summary>Decides what is seen.</summary>
    /// <param name="began">When the demo began.</param>
    /// <param name="number">Which exposure it is.</param>
    /// <param name="random">Chance.</param>
    internal Exposure(DateTimeOffset began, int number, Random random)
    {
        (_began, _number, _seed) = (began, number, random.Next());
        (_object, _filter, _seconds) = (Objects[random.Next(Objects.Length)], Filters[random.Next(Filters.Length)], random.Next(1, 31));
    }

    /// <summary>The file's name; it holds the time, so that two demos do not share one.</summary>
    internal string Name => string.Create(CultureInfo.InvariantCulture, $"demo_{_began:yyyyMMdd_HHmmss_fff}_{_number:00000}.fits");

    /// <summary>The file.</summary>
    /// <param name="isTorn">The transfer broke off: a third of the data is missing.</param>
    internal byte[] Fits(bool isTorn)
    {
        var header = Header();
        var data = Pixels();
        var file = new byte[header.Length + (isTorn ? data.Length * 2 / 3 : Padded(data.Length))];
        header.CopyTo(file, 0);
        data.AsSpan(0, Math.Min(data.Length, file.Length - header.Length)).CopyTo(file.AsSpan(header.Length));
        return file;
    }

    private byte[] Header()
    {
        var text = new StringBuilder();
        Add("SIMPLE", "T");
        Add("BITPIX", "16");
        Add("NAXIS", "2");
        Add("NAXIS1", $"{Side}");
        Add("NAXIS2", $"{Side}");
        Add("ORIGIN", "'Catchment demo'");
        Add("TELESCOP", "'Demo 0.3 m'");
        Add("INSTRUME", "'DemoCam'");
        Add("OBJECT", $"'{_object}'");
        Add("FILTER", $"'{_filter}'");
        Add("IMAGETYP", "'OBJECT'");
        Add("EXPTIME", $"{_seconds}.0");
        Add("DATE-OBS", string.Create(CultureInfo.InvariantCulture, $"'{_began.UtcDateTime.AddSeconds(_number):yyyy-MM-dd'T'HH:mm:ss.fff}'"));
        Add("OBSID", $"{_number}");
        text.Append("END".PadRight(Card));
        return Encoding.ASCII.GetBytes(text.ToString().PadRight(Padded(text.Length)));

        void Add(string keyword, string value) =>
            text.Append((value[0] == '\'' ? $"{keyword,-8}= {value[..^1].PadRight(9)}'" : $"{keyword,-8}= {value,20}").PadRight(Card));
    }

    private byte[] Pixels()
    {
        var random = new Random(_seed);
        var sky = new int[Side * Side];
        for (var i = 0; i < sky.Length; i++)
            sky[i] = Sky + random.Next(40);
        for (var star = 0; star < 25; star++)
        {
            var (x, y, peak) = (random.Next(3, Side - 3), random.Next(3, Side - 3), random.Next(Brightest));
            for (var dy = -3; dy <= 3; dy++)
            {
                for (var dx = -3; dx <= 3; dx++)
                    sky[((y + dy) * Side) + x + dx] += (int)(peak * Math.Exp(-((dx * dx) + (dy * dy)) / 2.0));
            }
        }

        var bytes = new byte[sky.Length * sizeof(short)];
        for (var i = 0; i < sky.Length; i++)
            BinaryPrimitives.WriteInt16BigEndian(bytes.AsSpan(i * sizeof(short)), (short)Math.Min(sky[i], short.MaxValue));
        return bytes;
    }

    private static int Padded(int length) => (length + Block - 1) / Block * Block;
}
