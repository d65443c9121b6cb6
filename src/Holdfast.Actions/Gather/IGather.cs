namespace Holdfast.Actions;

/// <summary>An action that lists and fetches, as the runner sees it.</summary>
internal interface IGather : IRecordAction
{
    /// <summary>True when the list shows only what is new since the last completed run.</summary>
    bool IsIncremental { get; }

    /// <summary>True when reading may stop at a page that shows nothing new.</summary>
    bool StopsAtKnown { get; }

    /// <summary>Reads one page of the list.</summary>
    /// <param name="context">What the action may use; it names the session that the page is read through.</param>
    /// <param name="pass">Which reading of the list the page belongs to.</param>
    /// <param name="since">The watermark of the last completed run; null when there is none.</param>
    /// <param name="cursor">Which page; null for the first.</param>
    /// <param name="cancellationToken">Ends when the session is lost or the run is aborted.</param>
    Task<PageListing> ListAsync(GatherContext context, int pass, string? since, string? cursor, CancellationToken cancellationToken);
}
