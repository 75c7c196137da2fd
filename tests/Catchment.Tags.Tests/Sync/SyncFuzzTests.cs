using System.Text;
using Catchment.Core.Diagnostics;
using Catchment.Tags.Settings;
using Catchment.Tags.Sync.Cycle;
using Catchment.Tags.Sync.Keys;
using Catchment.Tags.Sync.Polling;
using Catchment.Tags.Sync.Rules;
using Catchment.Tags.Sync.Statistics;

namespace Catchment.Tags.Tests.Sync;

/// <summary>What a polling service or a person may write by mistake, or on purpose: nothing but the documented exceptions leaves.</summary>
public sealed class SyncFuzzTests
{
    private static readonly int Rounds = Environment.GetEnvironmentVariable("CATCHMENT_TEST_FULL") is "1" ? 1_000_000 : 4000;

    private static readonly string[] Seeds =
    [
        """{"d":{"a":{"value":1.5,"status":"ok","timestamp":1795228121,"tag_name":"n"},"b":{"value":"x\ud83d\udd25","status":"good","source":"calculation_tag"}},"t":{"value":1,"status":"good"}}""",
        """{"d":{"a":{"value":[1,{"b":null}],"status":"SUCCESS","error_details":{"x":[{}]}},"\u00e4":{"value":NaN,"status":"ok"}},"USER_TAGS":{"u":{"value":1e999,"status":"ok","name":"z"}}}""",
    ];

    [Fact]
    public void Mutated_documents()
    {
        var random = new Random(1);
        var time = new ManualTime();
        using var metrics = new NodeMetrics(time, "0");
        var selection = new TagSelection(KeyFormat.Parse("auto"), SyncRules.None, BadStatusPolicy.Bad, TimeSpan.Zero, new SyncTally(metrics, time), time);
        var document = new PolledDocument(["ok", "good", "SUCCESS"], 100);
        List<PendingWrite> pending = [];
        for (var round = 0; round < Rounds; round++)
        {
            pending.Clear();
            try
            {
                document.Read(Mutated(random));
                selection.Choose(document, pending);
            }
            catch (PolledDocumentException)
            {
                document.Count.ShouldBe(0);
            }
        }
    }

    [Fact]
    public void Mutated_rules()
    {
        const string Rules = "rules:\n- {match: [device=PLC_*, 'x'], rename: {pattern: '^(a)', to: '$1'}, map: {A: 1}, scale: {m: 2, b: 1}}\n- validate: {type: number, min: 0, max: 5, rate: 1, otherwise: clamp}\n  clamp: {min: 1}\n  round: 2\n  type: float\n  units: x\n  deadband: 0.1\n  last: yes\n";
        var random = new Random(2);
        for (var round = 0; round < Rounds / 4; round++)
        {
            try
            {
                RuleFile.Read(Mutate(Encoding.UTF8.GetBytes(Rules), random), "r");
            }
            catch (RuleFileException e)
            {
                e.Message.ShouldNotBeEmpty();
            }
        }
    }

    [Fact]
    public void Deep_and_long_documents_are_refused_or_read_without_harm()
    {
        var document = new PolledDocument(["ok"], 10);
        Should.Throw<PolledDocumentException>(() => document.Read(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", 100_000)))));
        Should.Throw<PolledDocumentException>(() => document.Read(new byte[] { 0xEF, 0xBB, 0xBF, (byte)'{', (byte)'}' }));
        document.Read(Encoding.UTF8.GetBytes($"{{\"d\":{{{string.Join(',', Enumerable.Range(0, 1000).Select(i => $"\"{i}\":{{}}"))}}}}}"));
        (document.Count, document.Beyond).ShouldBe((10, 990));
    }

    private static byte[] Mutated(Random random) => Mutate(Encoding.UTF8.GetBytes(Seeds[random.Next(Seeds.Length)]), random);

    private static byte[] Mutate(byte[] bytes, Random random)
    {
        var list = bytes.ToList();
        for (var i = random.Next(6); i >= 0 && list.Count > 0; i--)
        {
            var at = random.Next(list.Count);
            switch (random.Next(5))
            {
                case 0:
                    list[at] = (byte)random.Next(256);
                    break;
                case 1:
                    list.RemoveAt(at);
                    break;
                case 2:
                    list.Insert(at, (byte)"{}[]\",:\\0-eN"[random.Next(12)]);
                    break;
                case 3:
                    list.InsertRange(at, list.GetRange(at, Math.Min(list.Count - at, random.Next(30))));
                    break;
                default:
                    list.RemoveRange(at, Math.Min(list.Count - at, random.Next(10)));
                    break;
            }
        }

        return [.. list];
    }
}
