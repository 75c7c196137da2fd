using System.Text.Json;

namespace Catchment.Tags.Http;

/// <summary>What the API asks of the calculation tags. Source: <c>tags</c> 7.</summary>
public interface ICalculationDesk
{
    /// <summary>Registers a calculation tag, or puts it in the place of the one that had its name; durable when it returns.</summary>
    /// <param name="request">The tag.</param>
    /// <exception cref="CalculationRefusedException">It cannot be: its formula is none, or it closes a cycle.</exception>
    /// <exception cref="IOException">It could not be made durable; nothing has changed.</exception>
    void Register(CalculationRequest request);

    /// <summary>Writes the document of GET <c>/calculation-tags</c>: an object with <c>running</c>, <c>tag_count</c>, <c>update_interval</c>, <c>evaluation_order</c> and <c>tags</c>.</summary>
    /// <param name="writer">Takes it.</param>
    void Write(Utf8JsonWriter writer);

    /// <summary>Removes a calculation tag; durable when it returns.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>Whether it was there.</returns>
    /// <exception cref="IOException">It could not be made durable; nothing has changed.</exception>
    bool Remove(string name);

    /// <summary>Evaluates all tags; returns when their results are in the store.</summary>
    void Evaluate();
}
