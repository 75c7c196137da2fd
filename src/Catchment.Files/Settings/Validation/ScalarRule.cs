using System.Numerics;
using Catchment.Core.Configuration;

namespace Catchment.Files.Settings.Validation;

/// <summary>A rule about one value.</summary>
internal sealed class ScalarRule : NodeRule
{
    private readonly Func<ConfigurationNode, bool> _isAllowed;

    private ScalarRule(string name, string allowed, Func<ConfigurationNode, bool> isAllowed)
        : base(name, allowed) => _isAllowed = isAllowed;

    /// <summary>Text, which a date or number without quotes is not.</summary>
    public static ScalarRule Text { get; } = new("type", "text, in quotes if it looks like something else", IsText);

    /// <summary>Text or null.</summary>
    public static ScalarRule TextOrNull { get; } = new("anyOf", "text, in quotes if it looks like something else, or null", static node => node.IsNull || IsText(node));

    /// <summary><c>true</c> or <c>false</c>, and what YAML 1.1 takes for it.</summary>
    public static ScalarRule Boolean { get; } = new("type", "true or false", static node => node is ConfigurationScalar { Kind: ScalarKind.Boolean });

    /// <summary>A whole number.</summary>
    public static ScalarRule WholeNumber { get; } = new("type", "a whole number", static node => Number(node) is not null);

    /// <summary>Anything.</summary>
    public static ScalarRule Anything { get; } = new("type", "anything", static _ => true);

    /// <summary>A whole number that is not too small; that it is one, <see cref="WholeNumber"/> says.</summary>
    public static ScalarRule AtLeast(int least) => new("minimum", $"a whole number, {least} or more", node => Number(node) is not { } number || number >= least);

    /// <summary>One of some words; null among them is null.</summary>
    public static ScalarRule OneOf(params string?[] words) => new(
        "enum",
        $"one of {string.Join(", ", words.Select(static word => word ?? "null"))}",
        node => node.IsNull ? words.Contains(null) : IsText(node) && words.Contains(((ConfigurationScalar)node).Text, StringComparer.Ordinal));

    /// <inheritdoc/>
    public override void Check(ConfigurationNode node, string place, List<EndpointViolation> found)
    {
        if (!_isAllowed(node))
            Refuse(node, place, found);
    }

    private static bool IsText(ConfigurationNode node) => node is ConfigurationScalar { Kind: ScalarKind.Text };

    // A number with a dot counts when nothing stands behind it.
    private static BigInteger? Number(ConfigurationNode node) => (node as ConfigurationScalar)?.Value switch
    {
        long whole => whole,
        BigInteger whole => whole,
        double real when double.IsFinite(real) && Math.Floor(real) == real => new BigInteger(real),
        _ => null,
    };
}
