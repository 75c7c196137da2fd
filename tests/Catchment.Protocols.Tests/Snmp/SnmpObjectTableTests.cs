using Catchment.Protocols.Snmp;

namespace Catchment.Protocols.Tests.Snmp;

public sealed class SnmpObjectTableTests
{
    [Fact]
    public void It_finds_as_a_sorted_list_would()
    {
        var random = new Random(2578);
        var table = new SnmpObjectTable();
        var model = new SortedDictionary<Oid, ISnmpObject>();
        for (var round = 0; round < 3_000; round++)
        {
            var oid = Some(random);
            switch (random.Next(5))
            {
                case 0:
                    table.Remove(oid).ShouldBe(model.Remove(oid));
                    break;
                case 1 or 2:
                    table.Set(oid, model[oid] = new Cell(SnmpValue.Integer(round)));
                    break;
                case 3:
                    SnmpObjectRow[] added = [.. Enumerable.Range(0, random.Next(5)).Select(_ => new SnmpObjectRow(Some(random), new Cell(SnmpValue.Null)))];
                    Oid[] removed = [.. Enumerable.Range(0, random.Next(5)).Select(_ => Some(random))];
                    table.Change(removed, added);
                    Array.ForEach(removed, o => model.Remove(o));
                    Array.ForEach(added, row => model[row.Oid] = row.Instance);
                    break;
            }

            table.Count.ShouldBe(model.Count);
            var asked = Some(random);
            table.Find(asked, out _).ShouldBe(model.GetValueOrDefault(asked));
            var orEqual = random.Next(2) == 0;
            var next = model.FirstOrDefault(pair => orEqual ? pair.Key >= asked : pair.Key > asked);
            table.FindNext(asked, orEqual, out var found).ShouldBe(next.Value);
            found.ShouldBe(next.Key);
        }
    }

    [Fact]
    public void A_name_without_an_instance_is_known_when_its_type_has_others()
    {
        var table = new SnmpObjectTable();
        table.Set(Oid.Parse("1.3.1.0"), new Cell(SnmpValue.Null));
        table.Set(Oid.Parse("1.3.2.7.10.11"), new Cell(SnmpValue.Null), instanceArcs: 2);
        table.Set(Oid.Parse("1.3.3"), new Cell(SnmpValue.Null), instanceArcs: 0);
        foreach (var known in (string[])["1.3.1", "1.3.1.1", "1.3.1.0.0", "1.3.2.7", "1.3.2.7.9", "1.3.2.7.10.12", "1.3.3.0"])
        {
            table.Find(Oid.Parse(known), out var exists).ShouldBeNull();
            exists.ShouldBeTrue(known);
        }

        foreach (var unknown in (string[])["1.3", "1.3.0", "1.3.2", "1.3.2.6", "1.3.2.8.10.11", "1.3.4", "2.1"])
        {
            table.Find(Oid.Parse(unknown), out var exists).ShouldBeNull();
            exists.ShouldBeFalse(unknown);
        }
    }

    [Fact]
    public void A_name_that_cannot_be_sent_is_refused_and_nothing_is_changed()
    {
        var table = new SnmpObjectTable();
        Should.Throw<SnmpException>(() => table.Change([], [new SnmpObjectRow(new Oid(1, 3), new Cell(SnmpValue.Null)), new SnmpObjectRow(default, new Cell(SnmpValue.Null))]));
        table.Count.ShouldBe(0);
    }

    private static Oid Some(Random random) => new([1, 3, .. Enumerable.Range(0, random.Next(1, 4)).Select(_ => (uint)random.Next(5))]);
}
