using System.Text;

namespace Catchment.Protocols.Fits;

/// <summary>Reads a header block by block. Source: FITS 4.0, 3.3.1 and 4.2.1.2 (long strings).</summary>
public sealed class FitsHeaderParser
{
    /// <summary>Bytes in a block.</summary>
    public const int BlockLength = 2880;

    /// <summary>The longest header, in blocks: 36,000 records. The longest that are known have some thousands.</summary>
    public const int MostBlocks = 1000;

    private readonly List<FitsKeyword> _keywords = [];
    private StringBuilder? _long; // A string that its last record says goes on.
    private int _records;
    private bool _isOpen;

    /// <summary>Reads the next block.</summary>
    /// <param name="block"><see cref="BlockLength"/> bytes.</param>
    /// <returns>The header when this was its last block; null when another follows.</returns>
    /// <exception cref="FitsException">It is no block of a header, or the header is too long.</exception>
    public FitsHeader? Add(ReadOnlySpan<byte> block)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(block.Length, BlockLength, nameof(block));
        if (_records >= MostBlocks * (BlockLength / FitsCard.Length))
            throw new FitsException($"no END within {MostBlocks} blocks");
        for (; !block.IsEmpty; block = block[FitsCard.Length..])
        {
            var card = block[..FitsCard.Length];
            _records++;
            if (FitsCard.IsEnd(card))
            {
                if (block[FitsCard.Length..].ContainsAnyExcept((byte)' '))
                    throw new FitsException($"record {_records}: END is followed by something else than blanks");
                EndLong();
                return new FitsHeader(_keywords);
            }

            try
            {
                Add(card, FitsCard.Read(card));
            }
            catch (FitsException e)
            {
                throw new FitsException($"record {_records}: {e.Message}");
            }
        }

        return null;
    }

    private void Add(ReadOnlySpan<byte> card, FitsKeyword keyword)
    {
        if (_isOpen && FitsCard.Continuation(card) is { } more)
        {
            var last = _keywords[^1];
            if (_long is null)
                _long = new StringBuilder(last.Text, last.Text.Length + FitsCard.Length);
            _long.Length--; // The ampersand.
            _long.Append(more.Text);
            var comment = last.Comment.Length == 0 || more.Comment.Length == 0 ? last.Comment + more.Comment : last.Comment;
            _keywords[^1] = last with { Comment = comment };
            _isOpen = more.Text.EndsWith('&');
            return;
        }

        EndLong();
        if (string.Equals(keyword.Name, "END", StringComparison.Ordinal))
            throw new FitsException("END is followed by something else than blanks");
        _keywords.Add(keyword);
        _isOpen = keyword.Kind == FitsValueKind.Text && keyword.Text.EndsWith('&');
    }

    private void EndLong()
    {
        if (_long is not null)
            _keywords[^1] = _keywords[^1] with { Text = _long.ToString() };
        _long = null;
        _isOpen = false;
    }
}
