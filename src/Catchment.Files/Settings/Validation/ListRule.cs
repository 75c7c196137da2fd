using System.Globalization;
using System.Numerics;
using Catchment.Core.Configuration;
using Catchment.Core.Configuration.Binding;

namespace Catchment.Files.Settings.Validation;

/// <summary>A list.</summary>
/// <param name="item">What each item has to be.</param>
/// <param name="isDistinct">No item may stand twice.</param>
/// <param name="isNullable">Null may stand instead.</param>
internal sealed class ListRule(NodeRule item, bool isDistinct, bool isNullable)
    : NodeRule(isNullable ? "anyOf" : "type", $"a list{(isNullable ? " or null" : "")}, each item {item.Allowed}")
{
    /// <inheritdoc/>
    public override void Check(ConfigurationNode node, string place, List<EndpointViolation> found)
    {
        if (isNullable && node.IsNull)
            return;
        if (node is not ConfigurationSequence list)
        {
            Refuse(node, place, found);
            return;
        }

        var known = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < list.Items.Count; i++)
        {
            var one = list.Items[i];
            item.Check(one, Below(place, i.ToString(CultureInfo.InvariantCulture)), found);
            if (isDistinct && !known.Add(Written(one)))
                found.Add(new EndpointViolation(place, "uniqueItems", one.Origin, $"{NodeText.Describe(one)} twice", "a list in which nothing stands twice"));
        }
    }

    // One text for what is equal to Python: 1 and 1.0 are, 1 and true are not.
    private static string Written(ConfigurationNode node) => node switch
    {
        ConfigurationSequence list => $"[{string.Join(',', list.Items.Select(Written))}]",
        ConfigurationMapping mapping => $"{{{string.Join(',', mapping.Entries.OrderBy(static entry => entry.Key, StringComparer.Ordinal).Select(static entry => $"{Quoted(entry.Key)}:{Written(entry.Value)}"))}}}",
        ConfigurationScalar { Value: long or BigInteger or double } scalar => $"number {Convert.ToDouble(scalar.Value is BigInteger big ? (double)big : scalar.Value):R}",
        ConfigurationScalar scalar => $"{scalar.Kind} {Quoted(scalar.Text)}",
        _ => "",
    };

    private static string Quoted(string text) => $"{text.Length}:{text}";
}
