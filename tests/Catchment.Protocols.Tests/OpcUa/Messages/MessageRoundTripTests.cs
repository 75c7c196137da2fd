using FsCheck;
using FsCheck.Fluent;

namespace Catchment.Protocols.Tests.OpcUa.Messages;

public sealed class MessageRoundTripTests
{
    public static TheoryData<string> Names => [.. Structures.All.Select(type => type.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_written_is_read_again(string name)
    {
        var type = Structures.Named(name);
        Prop.ForAll<int>(seed =>
        {
            var written = new RandomValues(new Random(seed)).Structure(type);
            var bytes = Structures.Encode(written);
            var read = Structures.Decode(type, bytes);
            return Structures.Same(read, written) && Structures.Encode(read).AsSpan().SequenceEqual(bytes);
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_absent_is_read_as_nothing_and_never_as_null_arrays(string name)
    {
        var type = Structures.Named(name);
        var read = Structures.Decode(type, Structures.Encode((Catchment.Protocols.OpcUa.IUaStructure)Activator.CreateInstance(type)!));
        foreach (var member in Structures.Members(type).Where(member => member.PropertyType.IsArray && member.PropertyType != typeof(byte[])))
            member.GetValue(read).ShouldNotBeNull(member.Name);
        Structures.Same(read, Activator.CreateInstance(type)).ShouldBeTrue();
    }
}
