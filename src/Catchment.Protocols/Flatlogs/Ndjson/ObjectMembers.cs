using System.Runtime.InteropServices;

namespace Catchment.Protocols.Flatlogs.Ndjson;

/// <summary>
/// The members of the objects that are open, as texts one behind the other. At an object's end they come into the order of jsonb: by the
/// length of the key, then by its bytes; of members with the same key the last one counts.
/// </summary>
internal sealed class ObjectMembers
{
    private const int MostSortedByHand = 16;

    private readonly List<Member> _members = [];
    private readonly Scratch _copy = new();
    private readonly KeyOrder _order;

    public ObjectMembers() => _order = new KeyOrder(Keys);

    /// <summary>The bytes of the keys.</summary>
    public Scratch Keys { get; } = new();

    /// <summary>How many there are: where an object's own begin.</summary>
    public int Count => _members.Count;

    /// <summary>Adds a member: its key among <see cref="Keys"/>, and the text <c>"key": value</c>.</summary>
    public void Add(int key, int keyLength, int text, int textLength) => _members.Add(new Member(key, keyLength, text, textLength));

    /// <summary>Ends an object: brings its members, which stand in the text from a place on, into their order.</summary>
    public void Close(int first, Scratch text, int start)
    {
        var members = CollectionsMarshal.AsSpan(_members)[first..];
        if (!AreInOrder(members))
        {
            Sort(members);
            _copy.Clear();
            for (var i = 0; i < members.Length; i++)
            {
                if (i + 1 < members.Length && _order.CompareKeys(members[i], members[i + 1]) == 0)
                    continue; // The same key follows, from further behind.
                if (_copy.Length > 0)
                    _copy.Write(", "u8);
                _copy.Write(text[members[i].Text, members[i].TextLength]);
            }

            text.Length = start;
            text.Write(_copy.Written);
        }

        _members.RemoveRange(first, members.Length);
    }

    public void Clear()
    {
        _members.Clear();
        Keys.Clear();
    }

    // Few are put in their places one by one, which needs no memory; the library's sort makes a delegate.
    private void Sort(Span<Member> members)
    {
        if (members.Length > MostSortedByHand)
        {
            members.Sort(_order);
            return;
        }

        for (var i = 1; i < members.Length; i++)
        {
            var member = members[i];
            var place = i;
            for (; place > 0 && _order.Compare(members[place - 1], member) > 0; place--)
                members[place] = members[place - 1];
            members[place] = member;
        }
    }

    private bool AreInOrder(ReadOnlySpan<Member> members)
    {
        for (var i = 1; i < members.Length; i++)
        {
            if (_order.CompareKeys(members[i - 1], members[i]) >= 0)
                return false;
        }

        return true;
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Member(int Key, int KeyLength, int Text, int TextLength);

    private sealed class KeyOrder(Scratch keys) : IComparer<Member>
    {
        public int Compare(Member x, Member y) => CompareKeys(x, y) is var order && order != 0 ? order : x.Text.CompareTo(y.Text);

        public int CompareKeys(Member x, Member y) => x.KeyLength != y.KeyLength
            ? x.KeyLength.CompareTo(y.KeyLength)
            : keys[x.Key, x.KeyLength].SequenceCompareTo(keys[y.Key, y.KeyLength]);
    }
}
