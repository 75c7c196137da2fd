using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Catchment.Tags.Http;

/// <summary>Writes a long document piece by piece, as fast as its reader takes it: no answer is held in memory as a whole.</summary>
internal sealed class JsonStream : IAsyncDisposable
{
    private const long Piece = 64 * 1024;

    private readonly HttpContext _context;
    private long _sent;

    /// <summary>Begins an answer 200.</summary>
    internal JsonStream(HttpContext context)
    {
        _context = context;
        context.Response.ContentType = Answer.Json;
        Writer = new Utf8JsonWriter(context.Response.BodyWriter, Answer.Options);
    }

    /// <summary>Takes the document.</summary>
    internal Utf8JsonWriter Writer { get; }

    /// <summary>Sends what was written, when it is enough; called between two members.</summary>
    /// <exception cref="OperationCanceledException">The reader has gone.</exception>
    internal async ValueTask PaceAsync()
    {
        if (Writer.BytesCommitted + Writer.BytesPending - _sent < Piece)
            return;
        Writer.Flush();
        _sent = Writer.BytesCommitted;
        await _context.Response.BodyWriter.FlushAsync(_context.RequestAborted);
        _context.RequestAborted.ThrowIfCancellationRequested();
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Writer.DisposeAsync();
}
