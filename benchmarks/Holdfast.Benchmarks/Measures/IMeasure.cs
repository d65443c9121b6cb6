namespace Holdfast.Benchmarks;

/// <summary>One thing that is measured, with its own result file.</summary>
internal interface IMeasure
{
    string Name { get; }

    /// <summary>How it is measured, for the reader of the result.</summary>
    string What { get; }

    Task<IReadOnlyList<Metric>> RunAsync();
}
