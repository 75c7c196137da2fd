using Catchment.Protocols.Snmp;

namespace Catchment.Protocols.Tests.Snmp;

public sealed class SnmpViewTests
{
    [Fact]
    public void The_longest_subtree_decides()
    {
        var view = new SnmpView { Included = [Oid.Parse("1.3.6.1"), Oid.Parse("1.3.6.1.4.1.9")], Excluded = [Oid.Parse("1.3.6.1.4")] };
        view.Contains(Oid.Parse("1.3.6.1.2.1")).ShouldBeTrue();
        view.Contains(Oid.Parse("1.3.6.1.4.1.8")).ShouldBeFalse();
        view.Contains(Oid.Parse("1.3.6.1.4.1.9.1")).ShouldBeTrue();
        view.Contains(Oid.Parse("1.3.6")).ShouldBeFalse();
        SnmpView.All.Contains(Oid.Parse("0.0")).ShouldBeTrue();
    }

    [Fact]
    public void From_a_name_outside_the_way_goes_to_the_next_that_can_be_inside()
    {
        var random = new Random(3415);
        for (var round = 0; round < 2_000; round++)
        {
            var view = new SnmpView { Included = Subtrees(random), Excluded = Subtrees(random) };
            var all = (from a in Enumerable.Range(0, 4) from b in Enumerable.Range(-1, 5) from c in Enumerable.Range(-1, 5) select new Oid([1, (uint)a, .. Arc(b), .. (b < 0 ? [] : Arc(c))])).Distinct().Order().ToArray();
            foreach (var oid in all.Where(o => !view.Contains(o)))
            {
                Oid? after = view.After(oid);
                var next = all.FirstOrDefault(o => o > oid && view.Contains(o));
                if (next.Length > 0)
                {
                    after.ShouldNotBeNull();
                    (after.Value > oid).ShouldBeTrue();
                    (after.Value <= next).ShouldBeTrue();
                }
            }
        }
    }

    private static uint[] Arc(int arc) => arc < 0 ? [] : [(uint)arc];

    private static Oid[] Subtrees(Random random) =>
        [.. Enumerable.Range(0, random.Next(4)).Select(_ => new Oid([1, (uint)random.Next(4), .. Enumerable.Range(0, random.Next(3)).Select(_ => (uint)random.Next(4))]))];
}
