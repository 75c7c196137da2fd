using Catchment.Core.Diagnostics;
using FsCheck;
using FsCheck.Fluent;

namespace Catchment.Core.Tests.Diagnostics;

public sealed class HistogramCellsTests
{
    [Fact]
    public void Every_value_falls_into_the_first_bucket_that_takes_it() =>
        Check.QuickThrowOnFailure(Prop.ForAll(ArbMap.Default.ArbFor<int[]>(), values =>
        {
            double[] bounds = [-10, 0, 2.5, 7];
            var cells = new HistogramCells(bounds);
            foreach (int value in values)
            {
                cells.Record(value);
            }

            cells.Sum.ShouldBe(values.Sum(v => (double)v));
            for (int i = 0; i <= bounds.Length; i++)
            {
                double above = i == 0 ? double.NegativeInfinity : bounds[i - 1];
                double upTo = i == bounds.Length ? double.PositiveInfinity : bounds[i];
                cells.InBucket(i).ShouldBe(values.Count(v => v > above && v <= upTo));
            }
        }));

    [Fact]
    public void What_is_no_number_is_left_out_and_infinity_stops_nothing()
    {
        var cells = new HistogramCells([1]);
        cells.Record(double.NaN);
        cells.Record(double.PositiveInfinity);
        cells.Record(double.NegativeInfinity);
        cells.Record(5);

        cells.InBucket(0).ShouldBe(1);
        cells.InBucket(1).ShouldBe(2);
    }

    [Fact]
    public void Threads_lose_nothing()
    {
        var cells = new HistogramCells([0.5]);
        Parallel.For(0, 8, _ =>
        {
            for (int i = 0; i < 20_000; i++)
            {
                cells.Record(1);
            }
        });

        cells.InBucket(1).ShouldBe(160_000);
        cells.Sum.ShouldBe(160_000);
    }
}
